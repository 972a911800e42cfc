using System;
using System.Text;

namespace Kvinnofrid
{
    /// <summary>Text crosses as UTF-8 with its length in bytes.</summary>
    internal static class Text
    {
        // Refuses half a surrogate pair, which would otherwise be written as another character and count another record.
        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);

        /// <summary>Returns text as UTF-8; null stays null, which is no text.</summary>
        internal static byte[] Encoded(string text)
        {
            try
            {
                return text == null ? null : Strict.GetBytes(text);
            }
            catch (EncoderFallbackException)
            {
                throw new ArgumentException("the text is not valid Unicode: it has half a surrogate pair");
            }
        }

        internal static UIntPtr Length(byte[] bytes) => new UIntPtr(bytes == null ? 0u : (uint)bytes.Length);

        internal static string Decoded(byte[] utf8) => Encoding.UTF8.GetString(utf8);
    }
}
