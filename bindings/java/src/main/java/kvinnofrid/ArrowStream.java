package kvinnofrid;

/**
 * A stream of record batches, by the C stream interface of Arrow. With {@code arrow-c-data}, {@code Data.exportArrayStream(allocator,
 * reader, ArrowArrayStream.wrap(stream.address()))} fills an empty one, and {@code Data.importArrayStream(allocator,
 * ArrowArrayStream.wrap(stream.address()))} reads one that was returned. Closing it releases what is in it.
 */
public final class ArrowStream extends Handle {
    /** Five pointers; the fourth is the callback that releases it. */
    private static final int SIZE = 40;
    private static final int RELEASE = 24;

    /** Creates an empty stream, to be filled. */
    public ArrowStream() {
        super(Engine.c().allocate(SIZE), address -> release(address, RELEASE));
    }

    /**
     * Returns where the structure lies, {@code struct ArrowArrayStream}, as long as this is not closed.
     *
     * @return its address
     */
    public long address() {
        try (Use use = use()) {
            return use.address();
        }
    }

    /**
     * Returns whether there is nothing in it: it was not filled, or was moved into a call.
     *
     * @return whether it is released
     */
    public boolean isReleased() {
        try (Use use = use()) {
            return Engine.c().pointerAt(use.address() + RELEASE) == 0;
        }
    }

    /** Releases what is in a structure of Arrow, and frees it. */
    static void release(long address, int offset) {
        Bridge c = Engine.c();
        long callback = c.pointerAt(address + offset);
        if (callback != 0) {
            c.call(callback, address);
        }
        c.free(address);
    }
}
