using System;

namespace Kvinnofrid
{
    /// <summary>Persons in several sources, linked by their pseudonymous keys. It is personal data: it has keys of persons and exact
    /// counts of few people.</summary>
    /// <remarks>Records are added first. The first call that merges, serializes or finishes ends that; afterwards it can be merged,
    /// serialized and finished any number of times. An addition that fails midway makes it invalid. It belongs to one thread at a
    /// time; a second gets <see cref="Status.Busy"/>.</remarks>
    public sealed class Baseline : IDisposable
    {
        private readonly BaselineHandle handle;

        internal Baseline(BaselineHandle handle)
        {
            this.handle = handle;
        }

        /// <summary>Reads a baseline that <see cref="Serialize"/> or the command line wrote. No records can be added to it.</summary>
        /// <param name="bytes">The bytes.</param>
        /// <returns>The baseline.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/> if they are damaged or of another version.</exception>
        public static Baseline Deserialize(byte[] bytes)
        {
            Engine.Check();
            int status = Native.kvf_baseline_deserialize(bytes, Text.Length(bytes), out BaselineHandle baseline, out IntPtr error);
            Engine.Must(status, error);
            return new Baseline(baseline);
        }

        /// <summary>Links records of a source: the same key is the same person, who may have several records in a source.</summary>
        /// <param name="source">The source, such as <c>polis</c>; there may be eight, each in any number of calls.</param>
        /// <param name="records">Complete records.</param>
        /// <returns>Those skipped by this call, with <see cref="OnError.Skip"/>.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/>, <see cref="Status.Evaluate"/>,
        /// <see cref="Status.Limit"/>, <see cref="Status.Cancelled"/>; the baseline is invalid then.</exception>
        public Rejected Add(string source, Records records)
        {
            byte[] name = Text.Encoded(source);
            int status = Native.kvf_baseline_add_json(handle, name, Text.Length(name), records.Format, records.Bytes,
                Text.Length(records.Bytes), out IntPtr rejected, out IntPtr error);
            Engine.Must(status, error);
            return new Rejected(rejected);
        }

        /// <summary>Links the records of an Arrow stream.</summary>
        /// <param name="source">The source.</param>
        /// <param name="records">The stream, which is moved: whatever happens, it is released.</param>
        /// <returns>Those skipped by this call, with <see cref="OnError.Skip"/>.</returns>
        /// <exception cref="KvinnofridException">As <see cref="Add(string, Records)"/>.</exception>
        public Rejected Add(string source, ArrowStream records)
        {
            byte[] name = Text.Encoded(source);
            using (var stream = records.Lend())
            {
                int status = Native.kvf_baseline_add_arrow(handle, name, Text.Length(name), stream.Address, out IntPtr rejected,
                    out IntPtr error);
                Engine.Must(status, error);
                return new Rejected(rejected);
            }
        }

        /// <summary>Adds what another has linked: further sources and records where both have keys, otherwise the tables of other
        /// persons.</summary>
        /// <param name="other">The other, which is not changed.</param>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if they differ in what they ask, or only one has keys.
        /// </exception>
        public void Merge(Baseline other) =>
            Engine.Must(Native.kvf_baseline_merge(handle, other.handle, out IntPtr error), error);

        /// <summary>Writes the baseline, to store or send it.</summary>
        /// <param name="keys">Whether the keys of persons are kept, so that further sources can be merged; otherwise the tables only.
        /// </param>
        /// <returns>The bytes, as <c>kvinnofrid baseline --partial</c> writes them; they are personal data either way.</returns>
        public byte[] Serialize(bool keys) =>
            Engine.Bytes(Native.kvf_baseline_serialize(handle, keys ? 1 : 0, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Returns the baseline of everything linked.</summary>
        /// <param name="options"><see cref="Options.Estimate"/>, <see cref="Options.Dependence"/>, <see cref="Options.Protect"/>; null
        /// for none.</param>
        /// <param name="population">CSV with the columns year, district and persons; null for none.</param>
        /// <param name="survey">CSV with the column <c>answer</c>, and where known <c>weight</c>, <c>stratum</c>, <c>cluster</c>; null
        /// for none.</param>
        /// <returns>A JSON object as <c>kvinnofrid baseline --format json</c> writes it.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/>, <see cref="Status.Argument"/> where protected figures
        /// are refused.</exception>
        public string Finish(Options options = null, byte[] population = null, byte[] survey = null)
        {
            OptionsHandle asked = options == null ? OptionsHandle.None : options.Handle;
            int status = Native.kvf_baseline_finish_json(handle, asked, population, Text.Length(population), survey,
                Text.Length(survey), out IntPtr bytes, out IntPtr error);
            return Engine.Made(status, bytes, error);
        }

        /// <summary>Frees it.</summary>
        public void Dispose() => handle.Dispose();
    }
}
