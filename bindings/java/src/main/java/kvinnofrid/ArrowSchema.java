package kvinnofrid;

/**
 * A schema, by the C data interface of Arrow. With {@code arrow-c-data}, {@code Data.importSchema(allocator,
 * ArrowSchema.wrap(schema.address()), null)} reads it. Closing it releases what is in it.
 */
public final class ArrowSchema extends Handle {
    /** Nine words of 64 bits; the eighth is the callback that releases it. */
    private static final int SIZE = 72;
    private static final int RELEASE = 56;

    ArrowSchema() {
        super(Engine.c().allocate(SIZE), address -> ArrowStream.release(address, RELEASE));
    }

    /**
     * Returns where the structure lies, {@code struct ArrowSchema}, as long as this is not closed.
     *
     * @return its address
     */
    public long address() {
        try (Use use = use()) {
            return use.address();
        }
    }
}
