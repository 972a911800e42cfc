using System;
using System.Runtime.InteropServices;

namespace Kvinnofrid
{
    /// <summary>kvf_text: a view of what a handle owns.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeText
    {
        internal IntPtr Data;
        internal UIntPtr Len;

        internal byte[] Bytes()
        {
            if (Data == IntPtr.Zero)
            {
                return new byte[0];
            }
            if (Len.ToUInt64() > int.MaxValue - 64)
            {
                throw new OutOfMemoryException("a result of " + Len + " bytes does not fit in an array: give fewer records at a time");
            }
            var bytes = new byte[(int)Len.ToUInt32()];
            Marshal.Copy(Data, bytes, 0, bytes.Length);
            return bytes;
        }

        public override string ToString() => Text.Decoded(Bytes());
    }

    /// <summary>kvf_table: a list field in a table of its own.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeTable
    {
        internal NativeText List;
        internal IntPtr Rows;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int NativeCancel(IntPtr data);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void NativeLog(IntPtr data, int level, NativeText message);

    /// <summary>A C function that releases a structure of Arrow.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void NativeRelease(IntPtr structure);
}
