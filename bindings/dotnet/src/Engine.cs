using System;

namespace Kvinnofrid
{
    /// <summary>What all calls have in common: results out, errors as exceptions.</summary>
    internal static class Engine
    {
        private static volatile bool checkedOnce;

        /// <summary>Checks once that the library has what this assembly calls.</summary>
        internal static void Check()
        {
            if (checkedOnce)
            {
                return;
            }
            int abi = Native.kvf_abi_version();
            int version = Native.kvf_version_number();
            if (abi != Native.KVF_ABI_VERSION || version < Native.KVF_VERSION_NUMBER)
            {
                throw new InvalidOperationException("the library of kvinnofrid is another than this assembly needs: ABI " + abi
                    + ", version number " + version + ", and not ABI " + Native.KVF_ABI_VERSION + ", version number "
                    + Native.KVF_VERSION_NUMBER + " or later");
            }
            checkedOnce = true;
        }

        /// <summary>Throws what went wrong, if anything did, and frees it.</summary>
        internal static void Must(int status, IntPtr error)
        {
            if (status == Native.KVF_OK)
            {
                return;
            }
            try
            {
                throw new KvinnofridException(status, error);
            }
            finally
            {
                Native.kvf_error_free(error);
            }
        }

        /// <summary>Returns what a buffer of the library holds, and frees it.</summary>
        internal static byte[] Taken(IntPtr bytes)
        {
            try
            {
                return Native.kvf_bytes_view(bytes).Bytes();
            }
            finally
            {
                Native.kvf_bytes_free(bytes);
            }
        }

        /// <summary>Returns the bytes that a call made.</summary>
        internal static byte[] Bytes(int status, IntPtr bytes, IntPtr error)
        {
            Must(status, error);
            return Taken(bytes);
        }

        /// <summary>Returns the text that a call made.</summary>
        internal static string Made(int status, IntPtr bytes, IntPtr error) => Text.Decoded(Bytes(status, bytes, error));
    }
}
