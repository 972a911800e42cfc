package kvinnofrid;

/** What there is to know of the loaded engine. Start at {@link Rules}. */
public final class Kvinnofrid {
    private Kvinnofrid() { }

    /**
     * Returns the version of the engine.
     *
     * @return the version, such as {@code 0.1.0}
     * @throws UnsatisfiedLinkError if the library cannot be loaded, or is older than this package
     */
    public static String version() {
        return Engine.decoded(Engine.c().kvf_version().bytes());
    }

    /**
     * Says what a change of rules means.
     *
     * @param before the rule sets before it
     * @param after the rule sets after it
     * @param programme a programme, {@code ID} or {@code ID@EDITION}, or null for all editions of both
     * @param options the periods in question, or null; nothing else of them matters
     * @return JSON, as {@code kvinnofrid diff --format json} writes it without data: {@code changes} lists what differs, and of each
     *     condition whether it is {@code equivalent}, {@code stricter}, {@code looser}, {@code different} or {@code undecided}
     * @throws KvinnofridException {@link Status#RULES} or {@link Status#ARGUMENT}
     */
    public static String diff(Rules before, Rules after, String programme, Options options) {
        byte[] id = Engine.encoded(programme);
        try (Handle.Use b = before.use(); Handle.Use a = after.use(); Handle.Use o = Handle.use(options)) {
            return Engine.text((out, error) -> Engine.c().kvf_diff_json(b.address(), a.address(), id, Engine.length(id), o.address(),
                    out, error));
        }
    }
}
