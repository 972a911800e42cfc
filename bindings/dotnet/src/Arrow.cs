using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Kvinnofrid
{
    /// <summary>A structure of Arrow's C interfaces, in memory of its own. What is in it is released, and the memory freed, when
    /// nothing uses it any more.</summary>
    internal sealed class ArrowHandle : SafeHandle
    {
        private readonly int release;

        /// <summary>Allocates so many bytes; the callback that releases the structure is at an offset.</summary>
        internal ArrowHandle(int size, int release) : base(IntPtr.Zero, true)
        {
            this.release = release;
            SetHandle(Marshal.AllocHGlobal(size));
            Marshal.Copy(new byte[size], 0, handle, size);
        }

        public override bool IsInvalid => handle == IntPtr.Zero;

        internal bool IsReleased
        {
            get
            {
                using (var lent = new Lent(this))
                {
                    return Marshal.ReadIntPtr(lent.Address, release) == IntPtr.Zero;
                }
            }
        }

        protected override bool ReleaseHandle()
        {
            IntPtr callback = Marshal.ReadIntPtr(handle, release);
            if (callback != IntPtr.Zero)
            {
                ((NativeRelease)Marshal.GetDelegateForFunctionPointer(callback, typeof(NativeRelease)))(handle);
            }
            Marshal.FreeHGlobal(handle);
            return true;
        }
    }

    /// <summary>Keeps a structure of Arrow alive during a call.</summary>
    internal struct Lent : IDisposable
    {
        private readonly SafeHandle handle;
        private bool entered;

        internal Lent(SafeHandle handle)
        {
            this.handle = handle;
            entered = false;
            handle.DangerousAddRef(ref entered);
        }

        internal IntPtr Address => handle.DangerousGetHandle();

        public void Dispose()
        {
            if (entered)
            {
                entered = false;
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>A stream of record batches, by the C stream interface of Arrow. With Apache.Arrow,
    /// <c>CArrowArrayStreamExporter.ExportArrayStream(stream, (CArrowArrayStream*)empty.Address)</c> fills an empty one, and
    /// <c>CArrowArrayStreamImporter.ImportArrayStream((CArrowArrayStream*)returned.Address)</c> reads one that was returned.
    /// Disposing of it releases what is in it.</summary>
    public sealed class ArrowStream : IDisposable
    {
        // Five pointers; the fourth is the callback that releases it.
        private readonly ArrowHandle handle = new ArrowHandle(5 * IntPtr.Size, 3 * IntPtr.Size);

        /// <summary>Where the structure lies, <c>struct ArrowArrayStream</c>, as long as this is not disposed of.</summary>
        public IntPtr Address
        {
            get
            {
                using (var lent = Lend())
                {
                    return lent.Address;
                }
            }
        }

        /// <summary>Whether there is nothing in it: it was not filled, or was moved into a call.</summary>
        public bool IsReleased => handle.IsReleased;

        internal Lent Lend() => new Lent(handle);

        /// <summary>Releases what is in it.</summary>
        public void Dispose() => handle.Dispose();
    }

    /// <summary>A schema, by the C data interface of Arrow. With Apache.Arrow,
    /// <c>CArrowSchemaImporter.ImportSchema((CArrowSchema*)schema.Address)</c> reads it. Disposing of it releases what is in it.
    /// </summary>
    public sealed class ArrowSchema : IDisposable
    {
        // Seven pointers and two numbers of 64 bits; the last but one is the callback that releases it.
        private readonly ArrowHandle handle = new ArrowHandle(7 * IntPtr.Size + 16, 5 * IntPtr.Size + 16);

        internal ArrowSchema() { }

        /// <summary>Where the structure lies, <c>struct ArrowSchema</c>, as long as this is not disposed of.</summary>
        public IntPtr Address
        {
            get
            {
                using (var lent = Lend())
                {
                    return lent.Address;
                }
            }
        }

        internal Lent Lend() => new Lent(handle);

        /// <summary>Releases what is in it.</summary>
        public void Dispose() => handle.Dispose();
    }

    /// <summary>The tables of a call.</summary>
    internal sealed class ArrowTables : IDisposable
    {
        private readonly List<Lent> streams = new List<Lent>();
        private readonly List<IntPtr> names = new List<IntPtr>();

        internal ArrowTables(IReadOnlyDictionary<string, ArrowStream> tables)
        {
            Tables = new NativeTable[tables == null ? 0 : tables.Count];
            if (tables == null)
            {
                return;
            }
            int at = 0;
            foreach (KeyValuePair<string, ArrowStream> table in tables)
            {
                byte[] name = Text.Encoded(table.Key);
                IntPtr copy = Marshal.AllocHGlobal(name.Length + 1);
                names.Add(copy);
                Marshal.Copy(name, 0, copy, name.Length);
                Lent stream = table.Value.Lend();
                streams.Add(stream);
                Tables[at++] = new NativeTable
                {
                    List = new NativeText { Data = copy, Len = Text.Length(name) },
                    Rows = stream.Address,
                };
            }
        }

        internal NativeTable[] Tables { get; }

        internal uint Count => (uint)Tables.Length;

        public void Dispose()
        {
            foreach (Lent stream in streams)
            {
                stream.Dispose();
            }
            foreach (IntPtr name in names)
            {
                Marshal.FreeHGlobal(name);
            }
        }
    }
}
