package kvinnofrid;

import java.util.List;

/**
 * Persons in several sources, linked by their pseudonymous keys. It is personal data: it has keys of persons and exact counts of few
 * people.
 *
 * <p>Records are added first. The first call that merges, serializes or finishes ends that; afterwards it can be merged, serialized
 * and finished any number of times. An addition that fails midway makes it invalid. It belongs to one thread at a time; a second gets
 * {@link Status#BUSY}.
 */
public final class Baseline extends Handle {
    /** What the library may call as long as this is not freed. */
    private final List<Bridge.Callback> callbacks;

    Baseline(long address, List<Bridge.Callback> callbacks) {
        super(address, Engine.c()::kvf_baseline_free);
        this.callbacks = callbacks;
    }

    /**
     * Reads a baseline that {@link #serialize} or the command line wrote. No records can be added to it.
     *
     * @param bytes the bytes
     * @return the baseline
     * @throws KvinnofridException {@link Status#INPUT} if they are damaged or of another version
     */
    public static Baseline deserialize(byte[] bytes) {
        return new Baseline(Engine.made((out, error) -> Engine.c().kvf_baseline_deserialize(bytes, bytes.length, out, error)),
                List.of());
    }

    /**
     * Links records of a source: the same key is the same person, who may have several records in a source.
     *
     * @param source the source, such as {@code polis}; there may be eight, each in any number of calls
     * @param records complete records
     * @return those skipped by this call, with {@link OnError#SKIP}
     * @throws KvinnofridException {@link Status#INPUT}, {@link Status#EVALUATE}, {@link Status#LIMIT}, {@link Status#CANCELLED};
     *     the baseline is invalid then
     */
    public Rejected add(String source, Records records) {
        byte[] name = Engine.encoded(source);
        long[] rejected = new long[1];
        try (Use baseline = use()) {
            Engine.call(error -> Engine.c().kvf_baseline_add_json(baseline.address(), name, Engine.length(name), records.format,
                    records.bytes, records.bytes.length, rejected, error));
        }
        return Rejected.taken(rejected[0]);
    }

    /**
     * Links the records of an Arrow stream.
     *
     * @param source the source
     * @param records the stream, which is moved: whatever happens, it is released
     * @return those skipped by this call, with {@link OnError#SKIP}
     * @throws KvinnofridException as {@link #add(String, Records)}
     */
    public Rejected add(String source, ArrowStream records) {
        byte[] name = Engine.encoded(source);
        long[] rejected = new long[1];
        try (Use baseline = use(); Use in = records.use()) {
            Engine.call(error -> Engine.c().kvf_baseline_add_arrow(baseline.address(), name, Engine.length(name), in.address(),
                    rejected, error));
        }
        return Rejected.taken(rejected[0]);
    }

    /**
     * Adds what another has linked: further sources and records where both have keys, otherwise the tables of other persons.
     *
     * @param other the other, which is not changed
     * @throws KvinnofridException {@link Status#ARGUMENT} if they differ in what they ask, or only one has keys
     */
    public void merge(Baseline other) {
        try (Use baseline = use(); Use o = other.use()) {
            Engine.call(error -> Engine.c().kvf_baseline_merge(baseline.address(), o.address(), error));
        }
    }

    /**
     * Writes the baseline, to store or send it.
     *
     * @param keys whether the keys of persons are kept, so that further sources can be merged; otherwise the tables only
     * @return the bytes, as {@code kvinnofrid baseline --partial} writes them; they are personal data either way
     */
    public byte[] serialize(boolean keys) {
        try (Use baseline = use()) {
            return Engine.bytes((out, error) -> Engine.c().kvf_baseline_serialize(baseline.address(), keys ? 1 : 0, out, error));
        }
    }

    /**
     * Returns the baseline of everything linked.
     *
     * @param options {@link Options#estimate}, {@link Options#dependence}, {@link Options#protect}; null for none
     * @param population CSV with the columns year, district and persons; null for none
     * @param survey CSV with the column {@code answer}, and where known {@code weight}, {@code stratum}, {@code cluster}; null for
     *     none
     * @return a JSON object as {@code kvinnofrid baseline --format json} writes it
     * @throws KvinnofridException {@link Status#INPUT}, {@link Status#ARGUMENT} where protected figures are refused
     */
    public String finish(Options options, byte[] population, byte[] survey) {
        try (Use baseline = use(); Use o = Handle.use(options)) {
            return Engine.text((out, error) -> Engine.c().kvf_baseline_finish_json(baseline.address(), o.address(), population,
                    Engine.length(population), survey, Engine.length(survey), out, error));
        }
    }
}
