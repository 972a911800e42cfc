package kvinnofrid;

import java.util.Map;
import java.util.function.Consumer;

/** A programme, checked and compiled. It never changes, and may be used by any number of threads, each with its own options. */
public final class Programme extends Handle {
    Programme(long address) {
        super(address, Engine.c()::kvf_programme_free);
    }

    /**
     * Says which target groups each record belongs to.
     *
     * @param records the records
     * @param options one period or a day, readings, what to return beside the groups; keep them, since they also keep what was
     *     compiled for them
     * @return a line of JSON for each record: {@code {"id": …, "groups": {…}, "missing": {…}}}, where a group is {@code true},
     *     {@code false} or, if unknown, {@code null}, and {@code missing} then has the paths of the fields that matter
     * @throws KvinnofridException {@link Status#INPUT}, {@link Status#EVALUATE}, {@link Status#LIMIT}, {@link Status#ARGUMENT},
     *     {@link Status#CANCELLED}, {@link Status#BUSY}
     */
    public Answers classify(Records records, Options options) {
        return of(records, options, Engine.c()::kvf_classify_json);
    }

    /**
     * Says which records the indicators count, do not count or may count. The options also choose indicators, and a cell of the
     * report.
     *
     * @param records the records
     * @param options periods or a day, indicators, a cell
     * @return lines as {@code kvinnofrid members} writes them: {@code id}, {@code indicator}, {@code answer}, {@code missing}; of
     *         several periods after {@code period}, and where several editions count, {@code edition}
     * @throws KvinnofridException as {@link #classify}
     */
    public Answers members(Records records, Options options) {
        return of(records, options, Engine.c()::kvf_members_json);
    }

    /**
     * Says which missing fields, completed, narrow which figures most.
     *
     * @param records the records
     * @param options those of {@link #members}, breakdowns, {@link Options#per} and {@link Options#first}
     * @return a JSON object as {@code kvinnofrid worklist --format json} writes it
     * @throws KvinnofridException as {@link #classify}
     */
    public Answers worklist(Records records, Options options) {
        return of(records, options, Engine.c()::kvf_worklist_json);
    }

    /**
     * Returns the worklist as a workbook of Excel.
     *
     * @param records the records
     * @param options as for {@link #worklist}
     * @param language the language of its words
     * @param rejected receives the records skipped; may be null
     * @return the bytes of an {@code .xlsx} file, as {@code kvinnofrid worklist --format xlsx} writes it; it is personal data
     * @throws KvinnofridException as {@link #classify}
     */
    public byte[] worklistXlsx(Records records, Options options, Language language, Consumer<Rejected> rejected) {
        return written(records, options, language, rejected, Engine.c()::kvf_worklist_xlsx);
    }

    /**
     * Returns the worklist as a page of HTML.
     *
     * @param records the records
     * @param options as for {@link #worklist}
     * @param language the language of its words
     * @param rejected receives the records skipped; may be null
     * @return the page, as {@code kvinnofrid worklist --format html} writes it; it is personal data
     * @throws KvinnofridException as {@link #classify}
     */
    public String worklistHtml(Records records, Options options, Language language, Consumer<Rejected> rejected) {
        return Engine.decoded(written(records, options, language, rejected, Engine.c()::kvf_worklist_html));
    }

    /**
     * Says everything that is wrong or odd in records, by field and kind, and what it does to a report.
     *
     * @param records the records
     * @param options breakdowns; a period or a day that chooses the edition
     * @param language the language of the messages
     * @return a JSON object as {@code kvinnofrid validate --format json} writes it; it contains no value of a record
     * @throws KvinnofridException as {@link #classify}
     */
    public String validate(Records records, Options options, Language language) {
        try (Use programme = use(); Use o = options.use()) {
            return Engine.text((out, error) -> Engine.c().kvf_validate_json(programme.address(), o.address(), records.format,
                    records.bytes, records.bytes.length, language.code, out, error));
        }
    }

    /**
     * Explains why one record belongs to target groups or is counted by indicators.
     *
     * @param record one JSON object
     * @param options one period or a day, and {@link Options#subject what to explain}
     * @param language the language of the reasons
     * @return a JSON object as {@code kvinnofrid explain --format json} writes it; it is personal data
     * @throws KvinnofridException as {@link #classify}
     */
    public String explain(String record, Options options, Language language) {
        byte[] json = Engine.encoded(record);
        try (Use programme = use(); Use o = options.use()) {
            return Engine.text((out, error) -> Engine.c().kvf_explain_json(programme.address(), o.address(), json, json.length,
                    language.code, out, error));
        }
    }

    /**
     * Lists the reasons that can decide whether a record belongs to a target group, with the codes that {@link Options#why} adds.
     *
     * @param options one period or a day
     * @return a JSON list of objects with {@code group}, {@code code}, {@code condition}, {@code file}, {@code line} and more
     * @throws KvinnofridException {@link Status#ARGUMENT}
     */
    public String reasons(Options options) {
        try (Use programme = use(); Use o = options.use()) {
            return Engine.text((out, error) -> Engine.c().kvf_reasons_json(programme.address(), o.address(), out, error));
        }
    }

    /**
     * Describes a record.
     *
     * @param options a period or day that chooses the edition; null if the programme was loaded with one
     * @return the JSON Schema of a record, as {@code kvinnofrid schema --format json} writes it
     * @throws KvinnofridException {@link Status#ARGUMENT}
     */
    public String schema(Options options) {
        try (Use programme = use(); Use o = Handle.use(options)) {
            return Engine.text((out, error) -> Engine.c().kvf_schema_json(programme.address(), o.address(), out, error));
        }
    }

    /**
     * Describes a record as Arrow does, with the plainest type of each field.
     *
     * @param options as for {@link #schema}
     * @return the schema of Arrow's C data interface
     * @throws KvinnofridException {@link Status#ARGUMENT}
     */
    public ArrowSchema schemaArrow(Options options) {
        ArrowSchema schema = new ArrowSchema();
        try (Use programme = use(); Use o = Handle.use(options); Use s = schema.use()) {
            Engine.call(error -> Engine.c().kvf_schema_arrow(programme.address(), o.address(), s.address(), error));
            return schema;
        } catch (RuntimeException error) {
            schema.close();
            throw error;
        }
    }

    /**
     * Creates a partial, to which records are added.
     *
     * @param options periods, breakdowns, readings; they are copied
     * @return an empty partial
     * @throws KvinnofridException {@link Status#ARGUMENT}
     */
    public Partial partial(Options options) {
        try (Use programme = use(); Use o = options.use()) {
            return new Partial(Engine.made((out, error) -> Engine.c().kvf_partial_new(programme.address(), o.address(), out, error)),
                    options.callbacks());
        }
    }

    /**
     * Creates a baseline, to which the records of several sources are added.
     *
     * @param options periods or a day, {@link Options#group the target group}, one breakdown; they are copied
     * @return an empty baseline
     * @throws KvinnofridException {@link Status#ARGUMENT}
     */
    public Baseline baseline(Options options) {
        try (Use programme = use(); Use o = options.use()) {
            return new Baseline(Engine.made((out, error) -> Engine.c().kvf_baseline_new(programme.address(), o.address(), out, error)),
                    options.callbacks());
        }
    }

    /**
     * Counts records. Of more than fits in memory, add them to a {@link #partial} piece by piece.
     *
     * @param records the records
     * @param options periods, breakdowns, readings, protection
     * @return the report
     * @throws KvinnofridException as {@link #classify}
     */
    public Report report(Records records, Options options) {
        try (Partial partial = partial(options)) {
            Rejected rejected = partial.add(records);
            return new Report(partial.report().json(), rejected);
        }
    }

    /**
     * Classifies the records of an Arrow stream.
     *
     * @param records the stream, which is moved: whatever happens, it is released
     * @param options one period or a day; {@link Options#missing} and {@link Options#why} add columns
     * @param rejected receives the records skipped; may be null
     * @return a stream with the same rows: the key, and a Boolean column for each target group, null if unknown
     * @throws KvinnofridException as {@link #classify}
     */
    public ArrowStream classifyArrow(ArrowStream records, Options options, Consumer<Rejected> rejected) {
        return classifyArrow(records, Map.of(), options, rejected);
    }

    /**
     * Classifies the records of an Arrow stream whose lists lie in tables of their own.
     *
     * @param records the stream, which is moved: whatever happens, it is released
     * @param tables a stream for each list field, by its name, which are moved too; a row for each element, with a column for the
     *     key of its record
     * @param options one period or a day
     * @param rejected receives the records skipped; may be null
     * @return a stream with the same rows
     * @throws KvinnofridException as {@link #classify}
     */
    public ArrowStream classifyArrow(ArrowStream records, Map<String, ArrowStream> tables, Options options,
            Consumer<Rejected> rejected) {
        ArrowStream answers = new ArrowStream();
        long[] skipped = new long[1];
        try (Use programme = use(); Use o = options.use(); Use in = records.use(); Use out = answers.use();
                ArrowTables lists = new ArrowTables(tables)) {
            Engine.call(error -> tables.isEmpty()
                    ? Engine.c().kvf_classify_arrow(programme.address(), o.address(), in.address(), out.address(), skipped, error)
                    : Engine.c().kvf_classify_tables(programme.address(), o.address(), in.address(), lists.address(), tables.size(),
                            out.address(), skipped, error));
        } catch (RuntimeException error) {
            answers.close();
            throw error;
        }
        Rejected all = Rejected.taken(skipped[0]);
        if (rejected != null) {
            rejected.accept(all);
        }
        return answers;
    }

    /** A function of the library that answers about records. */
    private interface OfRecords {
        int status(long programme, long options, int format, byte[] json, long len, long[] out, long[] rejected, long[] error);
    }

    private Answers of(Records records, Options options, OfRecords function) {
        try (Use programme = use(); Use o = options.use()) {
            return Answers.of((out, rejected, error) -> function.status(programme.address(), o.address(), records.format,
                    records.bytes, records.bytes.length, out, rejected, error));
        }
    }

    /** A function of the library that writes about records, in a language. */
    private interface WritingOfRecords {
        int status(long programme, long options, int format, byte[] json, long len, int lang, long[] out, long[] rejected,
                long[] error);
    }

    private byte[] written(Records records, Options options, Language language, Consumer<Rejected> rejected,
            WritingOfRecords function) {
        long[] skipped = new long[1];
        try (Use programme = use(); Use o = options.use()) {
            byte[] bytes = Engine.bytes((out, error) -> function.status(programme.address(), o.address(), records.format,
                    records.bytes, records.bytes.length, language.code, out, skipped, error));
            Rejected all = Rejected.taken(skipped[0]);
            if (rejected != null) {
                rejected.accept(all);
            }
            return bytes;
        }
    }
}
