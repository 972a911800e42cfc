using System;
using System.IO;

namespace Kvinnofrid
{
    /// <summary>Records that go into a call, in UTF-8. A record has at most 16 MiB. For populations that do not fit in one array,
    /// add them to a <see cref="Partial"/> piece by piece.</summary>
    public sealed class Records
    {
        internal readonly int Format;
        internal readonly byte[] Bytes;

        private Records(int format, byte[] bytes)
        {
            Format = format;
            Bytes = bytes ?? throw new ArgumentNullException("records");
        }

        /// <summary>Takes one record, a JSON object, or a JSON list of them.</summary>
        /// <param name="json">The text.</param>
        /// <returns>The records.</returns>
        public static Records Json(string json) => Json(Text.Encoded(json));

        /// <summary>Takes one record, a JSON object, or a JSON list of them.</summary>
        /// <param name="utf8">The text in UTF-8; it is not copied, and must not change during a call.</param>
        /// <returns>The records.</returns>
        public static Records Json(byte[] utf8) => new Records(Native.KVF_FORMAT_JSON, utf8);

        /// <summary>Takes one JSON object a line. Blank lines are skipped.</summary>
        /// <param name="lines">The text.</param>
        /// <returns>The records.</returns>
        public static Records Ndjson(string lines) => Ndjson(Text.Encoded(lines));

        /// <summary>Takes one JSON object a line. Blank lines are skipped.</summary>
        /// <param name="utf8">The text in UTF-8; it is not copied, and must not change during a call.</param>
        /// <returns>The records.</returns>
        public static Records Ndjson(byte[] utf8) => new Records(Native.KVF_FORMAT_NDJSON, utf8);

        /// <summary>Reads a file with one JSON object a line.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The records.</returns>
        /// <exception cref="IOException">It cannot be read.</exception>
        public static Records NdjsonFile(string path) => Ndjson(File.ReadAllBytes(path));
    }
}
