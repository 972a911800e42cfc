using System;
using System.Collections.Generic;

namespace Kvinnofrid
{
    /// <summary>What a call says about records, and which it skipped. It is personal data.</summary>
    public sealed class Answers
    {
        internal Answers(int status, IntPtr bytes, IntPtr rejected, IntPtr error)
        {
            Json = Engine.Made(status, bytes, error);
            Rejected = new Rejected(rejected);
        }

        /// <summary>Lines of JSON, or the JSON object of a worklist; in UTF-8 the same bytes as the command line writes.</summary>
        public string Json { get; }

        /// <summary>The records skipped, with <see cref="OnError.Skip"/>.</summary>
        public Rejected Rejected { get; }

        /// <summary>Returns the JSON.</summary>
        /// <returns>The JSON.</returns>
        public override string ToString() => Json;
    }

    /// <summary>The figures of everything counted. They are exact, and may be about few people, unless
    /// <see cref="Options.Protect"/> was set.</summary>
    public sealed class Report
    {
        internal Report(string json, Rejected rejected)
        {
            Json = json;
            Rejected = rejected;
        }

        /// <summary>The report, as <c>kvinnofrid report --format json</c> writes it: <c>receipt</c>, <c>rows</c> and
        /// <c>missing</c>.</summary>
        public string Json { get; }

        /// <summary>The records that the call skipped; of a report of a partial none, since its additions said so.</summary>
        public Rejected Rejected { get; }

        /// <summary>Returns the JSON.</summary>
        /// <returns>The JSON.</returns>
        public override string ToString() => Json;
    }

    /// <summary>The records that a call skipped, with <see cref="OnError.Skip"/>.</summary>
    public sealed class Rejected
    {
        internal static readonly Rejected None = new Rejected(IntPtr.Zero);

        /// <summary>Reads the skipped records of a call, and frees them.</summary>
        internal Rejected(IntPtr rejected)
        {
            try
            {
                Count = (long)Native.kvf_rejected_count(rejected);
                var reasons = new List<KvinnofridException>();
                for (uint index = 0; ; index++)
                {
                    IntPtr reason = Native.kvf_rejected_reason(rejected, new UIntPtr(index));
                    if (reason == IntPtr.Zero)
                    {
                        break;
                    }
                    reasons.Add(new KvinnofridException(Native.kvf_error_status(reason), reason));
                }
                Reasons = reasons.AsReadOnly();
            }
            finally
            {
                Native.kvf_rejected_free(rejected);
            }
        }

        /// <summary>How many there were.</summary>
        public long Count { get; }

        /// <summary>Why, for the first twenty: each with its row and field where these are known, and without any value.</summary>
        public IReadOnlyList<KvinnofridException> Reasons { get; }
    }
}
