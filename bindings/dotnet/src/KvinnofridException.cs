using System;

namespace Kvinnofrid
{
    /// <summary>Why a call failed, or a record was skipped. It never repeats a value of a record, so it may be logged. Its message
    /// is Swedish, as everywhere in kvinnofrid unless a language is chosen; <see cref="MessageIn"/> has both.</summary>
    public sealed class KvinnofridException : Exception
    {
        private readonly string english;
        private readonly string[] findings;

        /// <summary>Reads an error of the library, without freeing it.</summary>
        internal KvinnofridException(int status, IntPtr error)
            : base(Native.kvf_error_message(error, Native.KVF_LANG_SV).ToString())
        {
            Status = (Status)status;
            english = Native.kvf_error_message(error, Native.KVF_LANG_EN).ToString();
            ulong row = Native.kvf_error_row(error);
            Row = row == 0 ? (long?)null : (long)row;
            Field = Given(Native.kvf_error_field(error));
            Argument = Given(Native.kvf_error_argument(error));
            findings = new[]
            {
                Given(Native.kvf_error_findings_json(error, Native.KVF_LANG_SV)),
                Given(Native.kvf_error_findings_json(error, Native.KVF_LANG_EN)),
            };
        }

        /// <summary>What kind of failure it is.</summary>
        public Status Status { get; }

        /// <summary>The row of the data, counted from 1: the line in NDJSON, the position in a JSON list; null if unknown.</summary>
        public long? Row { get; }

        /// <summary>The path of the field, such as <c>insatser[2].erbjuden</c> (elements counted from 0); null if unknown.</summary>
        public string Field { get; }

        /// <summary>The name of the invalid argument, such as <c>period</c>; null if unknown.</summary>
        public string Argument { get; }

        /// <summary>Returns what is wrong and what to do about it.</summary>
        /// <param name="language">The language.</param>
        /// <returns>The message.</returns>
        public string MessageIn(Language language) => language == Language.English ? english : Message;

        /// <summary>Returns every finding in the rule files, for <see cref="Kvinnofrid.Status.Rules"/>.</summary>
        /// <param name="language">The language of the messages.</param>
        /// <returns>A JSON list as <see cref="Rules.Check"/> returns it; null for any other status.</returns>
        public string Findings(Language language) => findings[language == Language.English ? 1 : 0];

        private static string Given(NativeText text) => text.Data == IntPtr.Zero ? null : text.ToString();
    }
}
