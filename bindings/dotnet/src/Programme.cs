using System;
using System.Collections.Generic;

namespace Kvinnofrid
{
    /// <summary>A programme, checked and compiled. It never changes, and may be used by any number of threads, each with its own
    /// options.</summary>
    public sealed class Programme : IDisposable
    {
        private readonly ProgrammeHandle handle;

        internal Programme(int status, ProgrammeHandle handle, IntPtr error)
        {
            Engine.Must(status, error);
            this.handle = handle;
        }

        /// <summary>Says which target groups each record belongs to.</summary>
        /// <param name="records">The records.</param>
        /// <param name="options">One period or a day, readings, what to return beside the groups; keep them, since they also keep
        /// what was compiled for them.</param>
        /// <returns>A line of JSON for each record: <c>{"id": …, "groups": {…}, "missing": {…}}</c>, where a group is <c>true</c>,
        /// <c>false</c> or, if unknown, <c>null</c>, and <c>missing</c> then has the paths of the fields that matter.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/>, <see cref="Status.Evaluate"/>,
        /// <see cref="Status.Limit"/>, <see cref="Status.Argument"/>, <see cref="Status.Cancelled"/>, <see cref="Status.Busy"/>.
        /// </exception>
        public Answers Classify(Records records, Options options)
        {
            int status = Native.kvf_classify_json(handle, options.Handle, records.Format, records.Bytes, Text.Length(records.Bytes),
                out IntPtr bytes, out IntPtr rejected, out IntPtr error);
            return new Answers(status, bytes, rejected, error);
        }

        /// <summary>Says which records the indicators count, do not count or may count. The options also choose indicators, and a
        /// cell of the report.</summary>
        /// <param name="records">The records.</param>
        /// <param name="options">Periods or a day, indicators, a cell.</param>
        /// <returns>Lines as <c>kvinnofrid members</c> writes them: <c>id</c>, <c>indicator</c>, <c>answer</c>, <c>missing</c>; of
        /// several periods after <c>period</c>, and where several editions count, <c>edition</c>.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public Answers Members(Records records, Options options)
        {
            int status = Native.kvf_members_json(handle, options.Handle, records.Format, records.Bytes, Text.Length(records.Bytes),
                out IntPtr bytes, out IntPtr rejected, out IntPtr error);
            return new Answers(status, bytes, rejected, error);
        }

        /// <summary>Says which missing fields, completed, narrow which figures most.</summary>
        /// <param name="records">The records.</param>
        /// <param name="options">Those of <see cref="Members"/>, breakdowns, <see cref="Options.Per"/> and
        /// <see cref="Options.First"/>.</param>
        /// <returns>A JSON object as <c>kvinnofrid worklist --format json</c> writes it.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public Answers Worklist(Records records, Options options)
        {
            int status = Native.kvf_worklist_json(handle, options.Handle, records.Format, records.Bytes, Text.Length(records.Bytes),
                out IntPtr bytes, out IntPtr rejected, out IntPtr error);
            return new Answers(status, bytes, rejected, error);
        }

        /// <summary>Returns the worklist as a workbook of Excel. It is personal data.</summary>
        /// <param name="records">The records.</param>
        /// <param name="options">As for <see cref="Worklist"/>.</param>
        /// <param name="language">The language of its words.</param>
        /// <param name="rejected">Receives the records skipped.</param>
        /// <returns>The bytes of an <c>.xlsx</c> file, as <c>kvinnofrid worklist --format xlsx</c> writes it.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public byte[] WorklistXlsx(Records records, Options options, Language language, out Rejected rejected)
        {
            int status = Native.kvf_worklist_xlsx(handle, options.Handle, records.Format, records.Bytes, Text.Length(records.Bytes),
                (int)language, out IntPtr bytes, out IntPtr skipped, out IntPtr error);
            byte[] workbook = Engine.Bytes(status, bytes, error);
            rejected = new Rejected(skipped);
            return workbook;
        }

        /// <summary>Returns the worklist as a page of HTML. It is personal data.</summary>
        /// <param name="records">The records.</param>
        /// <param name="options">As for <see cref="Worklist"/>.</param>
        /// <param name="language">The language of its words.</param>
        /// <param name="rejected">Receives the records skipped.</param>
        /// <returns>The page, as <c>kvinnofrid worklist --format html</c> writes it.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public string WorklistHtml(Records records, Options options, Language language, out Rejected rejected)
        {
            int status = Native.kvf_worklist_html(handle, options.Handle, records.Format, records.Bytes, Text.Length(records.Bytes),
                (int)language, out IntPtr bytes, out IntPtr skipped, out IntPtr error);
            string page = Engine.Made(status, bytes, error);
            rejected = new Rejected(skipped);
            return page;
        }

        /// <summary>Says everything that is wrong or odd in records, by field and kind, and what it does to a report.</summary>
        /// <param name="records">The records.</param>
        /// <param name="options">Breakdowns; a period or a day that chooses the edition.</param>
        /// <param name="language">The language of the messages.</param>
        /// <returns>A JSON object as <c>kvinnofrid validate --format json</c> writes it; it contains no value of a record.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public string Validate(Records records, Options options, Language language)
        {
            int status = Native.kvf_validate_json(handle, options.Handle, records.Format, records.Bytes, Text.Length(records.Bytes),
                (int)language, out IntPtr bytes, out IntPtr error);
            return Engine.Made(status, bytes, error);
        }

        /// <summary>Explains why one record belongs to target groups or is counted by indicators.</summary>
        /// <param name="record">One JSON object.</param>
        /// <param name="options">One period or a day, and <see cref="Options.Subject">what to explain</see>.</param>
        /// <param name="language">The language of the reasons.</param>
        /// <returns>A JSON object as <c>kvinnofrid explain --format json</c> writes it; it is personal data.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public string Explain(string record, Options options, Language language)
        {
            byte[] json = Text.Encoded(record);
            int status = Native.kvf_explain_json(handle, options.Handle, json, Text.Length(json), (int)language, out IntPtr bytes,
                out IntPtr error);
            return Engine.Made(status, bytes, error);
        }

        /// <summary>Lists the reasons that can decide whether a record belongs to a target group, with the codes that
        /// <see cref="Options.Why"/> adds.</summary>
        /// <param name="options">One period or a day.</param>
        /// <returns>A JSON list of objects with <c>group</c>, <c>code</c>, <c>condition</c>, <c>file</c>, <c>line</c> and more.
        /// </returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/>.</exception>
        public string Reasons(Options options) =>
            Engine.Made(Native.kvf_reasons_json(handle, options.Handle, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Describes a record.</summary>
        /// <param name="options">A period or day that chooses the edition; null if the programme was loaded with one.</param>
        /// <returns>The JSON Schema of a record, as <c>kvinnofrid schema --format json</c> writes it.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/>.</exception>
        public string Schema(Options options = null) =>
            Engine.Made(Native.kvf_schema_json(handle, Options.HandleOf(options), out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Describes a record as Arrow does, with the plainest type of each field.</summary>
        /// <param name="options">As for <see cref="Schema"/>.</param>
        /// <returns>The schema of Arrow's C data interface.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/>.</exception>
        public ArrowSchema SchemaArrow(Options options = null)
        {
            var schema = new ArrowSchema();
            using (var lent = schema.Lend())
            {
                Engine.Must(Native.kvf_schema_arrow(handle, Options.HandleOf(options), lent.Address, out IntPtr error), error);
            }
            return schema;
        }

        /// <summary>Creates a partial, to which records are added.</summary>
        /// <param name="options">Periods, breakdowns, readings; they are copied.</param>
        /// <returns>An empty partial.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/>.</exception>
        public Partial Partial(Options options)
        {
            int status = Native.kvf_partial_new(handle, options.Handle, out PartialHandle partial, out IntPtr error);
            Engine.Must(status, error);
            partial.Cancel = options.Handle.Cancel;
            partial.Log = options.Handle.Log;
            return new Partial(partial);
        }

        /// <summary>Creates a baseline, to which the records of several sources are added.</summary>
        /// <param name="options">Periods or a day, <see cref="Options.Group">the target group</see>, one breakdown; they are
        /// copied.</param>
        /// <returns>An empty baseline.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/>.</exception>
        public Baseline Baseline(Options options)
        {
            int status = Native.kvf_baseline_new(handle, options.Handle, out BaselineHandle baseline, out IntPtr error);
            Engine.Must(status, error);
            baseline.Cancel = options.Handle.Cancel;
            baseline.Log = options.Handle.Log;
            return new Baseline(baseline);
        }

        /// <summary>Counts records. Of more than fits in memory, add them to a <see cref="Partial"/> piece by piece.</summary>
        /// <param name="records">The records.</param>
        /// <param name="options">Periods, breakdowns, readings, protection.</param>
        /// <returns>The report.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public Report Report(Records records, Options options)
        {
            using (var partial = Partial(options))
            {
                Rejected rejected = partial.Add(records);
                return new Report(partial.Report().Json, rejected);
            }
        }

        /// <summary>Classifies the records of an Arrow stream.</summary>
        /// <param name="records">The stream, which is moved: whatever happens, it is released.</param>
        /// <param name="options">One period or a day; <see cref="Options.Missing"/> and <see cref="Options.Why"/> add columns.</param>
        /// <param name="rejected">Receives the records skipped.</param>
        /// <param name="tables">A stream for each list field that lies in a table of its own, by its name, which are moved too: a
        /// row for each element, with a column for the key of its record; null if there are none.</param>
        /// <returns>A stream with the same rows: the key, and a Boolean column for each target group, null if unknown.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Classify"/>.</exception>
        public ArrowStream ClassifyArrow(ArrowStream records, Options options, out Rejected rejected,
            IReadOnlyDictionary<string, ArrowStream> tables = null)
        {
            var answers = new ArrowStream();
            using (var source = records.Lend())
            using (var result = answers.Lend())
            using (var lists = new ArrowTables(tables))
            {
                IntPtr skipped, error;
                int status = lists.Count == 0
                    ? Native.kvf_classify_arrow(handle, options.Handle, source.Address, result.Address, out skipped, out error)
                    : Native.kvf_classify_tables(handle, options.Handle, source.Address, lists.Tables, new UIntPtr(lists.Count),
                        result.Address, out skipped, out error);
                Engine.Must(status, error);
                rejected = new Rejected(skipped);
            }
            return answers;
        }

        /// <summary>Frees it. Partials created from it remain valid.</summary>
        public void Dispose() => handle.Dispose();
    }
}
