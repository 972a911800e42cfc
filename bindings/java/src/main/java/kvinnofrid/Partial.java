package kvinnofrid;

import java.util.List;
import java.util.Map;

/**
 * What has been counted so far. It is personal data: it has keys of persons and exact counts of few people.
 *
 * <p>Records are added first. The first call that merges, serializes or reports ends that; afterwards it can be merged, serialized
 * and reported any number of times. An addition that fails midway makes it invalid, so that half a count is never read for a whole
 * one. It belongs to one thread at a time; a second gets {@link Status#BUSY}.
 */
public final class Partial extends Handle {
    /** What the library may call as long as this is not freed. */
    private final List<Bridge.Callback> callbacks;

    Partial(long address, List<Bridge.Callback> callbacks) {
        super(address, Engine.c()::kvf_partial_free);
        this.callbacks = callbacks;
    }

    /**
     * Reads a partial that {@link #serialize} or the command line wrote. No records can be added to it.
     *
     * @param bytes the bytes
     * @return the partial
     * @throws KvinnofridException {@link Status#INPUT} if they are damaged or of another version
     */
    public static Partial deserialize(byte[] bytes) {
        return new Partial(Engine.made((out, error) -> Engine.c().kvf_partial_deserialize(bytes, bytes.length, out, error)),
                List.of());
    }

    /**
     * Counts records. May be called any number of times; rows in errors are counted from the start of each call.
     *
     * @param records complete records
     * @return those skipped by this call, with {@link OnError#SKIP}
     * @throws KvinnofridException {@link Status#INPUT}, {@link Status#EVALUATE}, {@link Status#LIMIT}, {@link Status#CANCELLED};
     *     the partial is invalid then
     */
    public Rejected add(Records records) {
        long[] rejected = new long[1];
        try (Use partial = use()) {
            Engine.call(error -> Engine.c().kvf_partial_add_json(partial.address(), records.format, records.bytes,
                    records.bytes.length, rejected, error));
        }
        return Rejected.taken(rejected[0]);
    }

    /**
     * Counts the records of an Arrow stream. Rows in errors go on from those read.
     *
     * @param records the stream, which is moved: whatever happens, it is released
     * @return those skipped by this call, with {@link OnError#SKIP}
     * @throws KvinnofridException as {@link #add(Records)}
     */
    public Rejected add(ArrowStream records) {
        return add(records, Map.of());
    }

    /**
     * Counts the records of an Arrow stream whose lists lie in tables of their own.
     *
     * @param records the stream, which is moved: whatever happens, it is released
     * @param tables a stream for each list field, by its name, which are moved too
     * @return those skipped by this call, with {@link OnError#SKIP}
     * @throws KvinnofridException as {@link #add(Records)}
     */
    public Rejected add(ArrowStream records, Map<String, ArrowStream> tables) {
        long[] rejected = new long[1];
        try (Use partial = use(); Use in = records.use(); ArrowTables lists = new ArrowTables(tables)) {
            Engine.call(error -> tables.isEmpty()
                    ? Engine.c().kvf_partial_add_arrow(partial.address(), in.address(), rejected, error)
                    : Engine.c().kvf_partial_add_tables(partial.address(), in.address(), lists.address(), tables.size(), rejected,
                            error));
        }
        return Rejected.taken(rejected[0]);
    }

    /**
     * Adds the counts of another partial, with the same edition, periods and options, in any order. Each person must be in one of
     * them only.
     *
     * @param other the other, which is not changed
     * @throws KvinnofridException {@link Status#ARGUMENT} if they differ in what they count, {@link Status#INPUT} if a record is in
     *     both
     */
    public void merge(Partial other) {
        try (Use partial = use(); Use o = other.use()) {
            Engine.call(error -> Engine.c().kvf_partial_merge(partial.address(), o.address(), error));
        }
    }

    /**
     * Writes the partial, to store or send it.
     *
     * @return the bytes, as {@code kvinnofrid report --partial} writes them; they are personal data
     * @throws KvinnofridException {@link Status#ARGUMENT} if it is of a series over several editions
     */
    public byte[] serialize() {
        try (Use partial = use()) {
            return Engine.bytes((out, error) -> Engine.c().kvf_partial_serialize(partial.address(), out, error));
        }
    }

    /**
     * Returns the report of everything counted.
     *
     * @return the report
     * @throws KvinnofridException {@link Status#ARGUMENT} where protected figures are refused, {@link Status#INPUT} if the ledger
     *     is damaged or in use, {@link Status#LIMIT}
     */
    public Report report() {
        try (Use partial = use()) {
            String json = Engine.text((out, error) -> Engine.c().kvf_partial_finish_json(partial.address(), out, error));
            return new Report(json, new Rejected(0, List.of()));
        }
    }

    /**
     * Returns the report as a workbook of Excel.
     *
     * @param language the language of its words
     * @return the bytes of an {@code .xlsx} file, as {@code kvinnofrid report --format xlsx} writes it
     * @throws KvinnofridException as {@link #report}
     */
    public byte[] reportXlsx(Language language) {
        try (Use partial = use()) {
            return Engine.bytes((out, error) -> Engine.c().kvf_partial_finish_xlsx(partial.address(), language.code, out, error));
        }
    }

    /**
     * Returns the report as an Arrow stream: a row for each figure, and the receipt in the metadata of its schema.
     *
     * @return the stream
     * @throws KvinnofridException as {@link #report}
     */
    public ArrowStream reportArrow() {
        ArrowStream report = new ArrowStream();
        try (Use partial = use(); Use out = report.use()) {
            Engine.call(error -> Engine.c().kvf_partial_finish_arrow(partial.address(), out.address(), error));
            return report;
        } catch (RuntimeException error) {
            report.close();
            throw error;
        }
    }

    /**
     * Returns what is odd about the records counted so far and about the counts.
     *
     * @param language the language of the messages
     * @return a JSON list of objects with {@code code}, {@code field}, {@code count} and {@code message}
     */
    public String warnings(Language language) {
        try (Use partial = use()) {
            return Engine.text((out, error) -> Engine.c().kvf_partial_warnings_json(partial.address(), language.code, out, error));
        }
    }
}
