using System;
using System.Collections.Generic;

namespace Kvinnofrid
{
    /// <summary>What has been counted so far. It is personal data: it has keys of persons and exact counts of few people.</summary>
    /// <remarks>Records are added first. The first call that merges, serializes or reports ends that; afterwards it can be merged,
    /// serialized and reported any number of times. An addition that fails midway makes it invalid, so that half a count is never
    /// read for a whole one. It belongs to one thread at a time; a second gets <see cref="Status.Busy"/>.</remarks>
    public sealed class Partial : IDisposable
    {
        private readonly PartialHandle handle;

        internal Partial(PartialHandle handle)
        {
            this.handle = handle;
        }

        /// <summary>Reads a partial that <see cref="Serialize"/> or the command line wrote. No records can be added to it.</summary>
        /// <param name="bytes">The bytes.</param>
        /// <returns>The partial.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/> if they are damaged or of another version.</exception>
        public static Partial Deserialize(byte[] bytes)
        {
            Engine.Check();
            int status = Native.kvf_partial_deserialize(bytes, Text.Length(bytes), out PartialHandle partial, out IntPtr error);
            Engine.Must(status, error);
            return new Partial(partial);
        }

        /// <summary>Counts records. May be called any number of times; rows in errors are counted from the start of each call.
        /// </summary>
        /// <param name="records">Complete records.</param>
        /// <returns>Those skipped by this call, with <see cref="OnError.Skip"/>.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/>, <see cref="Status.Evaluate"/>,
        /// <see cref="Status.Limit"/>, <see cref="Status.Cancelled"/>; the partial is invalid then.</exception>
        public Rejected Add(Records records)
        {
            int status = Native.kvf_partial_add_json(handle, records.Format, records.Bytes, Text.Length(records.Bytes),
                out IntPtr rejected, out IntPtr error);
            Engine.Must(status, error);
            return new Rejected(rejected);
        }

        /// <summary>Counts the records of an Arrow stream. Rows in errors go on from those read.</summary>
        /// <param name="records">The stream, which is moved: whatever happens, it is released.</param>
        /// <param name="tables">A stream for each list field that lies in a table of its own, by its name, which are moved too; null
        /// if there are none.</param>
        /// <returns>Those skipped by this call, with <see cref="OnError.Skip"/>.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Add(Records)"/>.</exception>
        public Rejected Add(ArrowStream records, IReadOnlyDictionary<string, ArrowStream> tables = null)
        {
            using (var source = records.Lend())
            using (var lists = new ArrowTables(tables))
            {
                IntPtr rejected, error;
                int status = lists.Count == 0
                    ? Native.kvf_partial_add_arrow(handle, source.Address, out rejected, out error)
                    : Native.kvf_partial_add_tables(handle, source.Address, lists.Tables, new UIntPtr(lists.Count), out rejected,
                        out error);
                Engine.Must(status, error);
                return new Rejected(rejected);
            }
        }

        /// <summary>Adds the counts of another partial, with the same edition, periods and options, in any order. Each person must
        /// be in one of them only.</summary>
        /// <param name="other">The other, which is not changed.</param>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if they differ in what they count,
        /// <see cref="Status.Input"/> if a record is in both.</exception>
        public void Merge(Partial other) =>
            Engine.Must(Native.kvf_partial_merge(handle, other.handle, out IntPtr error), error);

        /// <summary>Writes the partial, to store or send it.</summary>
        /// <returns>The bytes, as <c>kvinnofrid report --partial</c> writes them; they are personal data.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if it is of a series over several editions.</exception>
        public byte[] Serialize() =>
            Engine.Bytes(Native.kvf_partial_serialize(handle, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Returns the report of everything counted.</summary>
        /// <returns>The report.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> where protected figures are refused,
        /// <see cref="Status.Input"/> if the ledger is damaged or in use, <see cref="Status.Limit"/>.</exception>
        public Report Report() =>
            new Report(Engine.Made(Native.kvf_partial_finish_json(handle, out IntPtr bytes, out IntPtr error), bytes, error),
                Rejected.None);

        /// <summary>Returns the report as a workbook of Excel.</summary>
        /// <param name="language">The language of its words.</param>
        /// <returns>The bytes of an <c>.xlsx</c> file, as <c>kvinnofrid report --format xlsx</c> writes it.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Report"/>.</exception>
        public byte[] ReportXlsx(Language language) =>
            Engine.Bytes(Native.kvf_partial_finish_xlsx(handle, (int)language, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Returns the report as an Arrow stream: a row for each figure, and the receipt in the metadata of its schema.
        /// </summary>
        /// <returns>The stream.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Report"/>.</exception>
        public ArrowStream ReportArrow()
        {
            var report = new ArrowStream();
            using (var lent = report.Lend())
            {
                Engine.Must(Native.kvf_partial_finish_arrow(handle, lent.Address, out IntPtr error), error);
            }
            return report;
        }

        /// <summary>Returns what is odd about the records counted so far and about the counts.</summary>
        /// <param name="language">The language of the messages.</param>
        /// <returns>A JSON list of objects with <c>code</c>, <c>field</c>, <c>count</c> and <c>message</c>.</returns>
        public string Warnings(Language language) =>
            Engine.Made(Native.kvf_partial_warnings_json(handle, (int)language, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Frees it.</summary>
        public void Dispose() => handle.Dispose();
    }
}
