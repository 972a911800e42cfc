using System;
using System.Runtime.InteropServices;

namespace Kvinnofrid
{
    /// <summary>What the C library keeps. A call in another thread keeps it alive until it returns; what is forgotten is freed by
    /// the garbage collector.</summary>
    internal abstract class KvinnofridHandle : SafeHandle
    {
        protected KvinnofridHandle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid => handle == IntPtr.Zero;
    }

    internal sealed class RulesHandle : KvinnofridHandle
    {
        protected override bool ReleaseHandle()
        {
            Native.kvf_rules_free(handle);
            return true;
        }
    }

    internal sealed class ProgrammeHandle : KvinnofridHandle
    {
        protected override bool ReleaseHandle()
        {
            Native.kvf_programme_free(handle);
            return true;
        }
    }

    internal sealed class OptionsHandle : KvinnofridHandle
    {
        /// <summary>No options.</summary>
        internal static readonly OptionsHandle None = new OptionsHandle();

        // The library calls them: they live as long as the handle does, which a call keeps alive.
        internal NativeCancel Cancel;
        internal NativeLog Log;

        protected override bool ReleaseHandle()
        {
            Native.kvf_options_free(handle);
            return true;
        }
    }

    internal sealed class BaselineHandle : KvinnofridHandle
    {
        internal NativeCancel Cancel;
        internal NativeLog Log;

        protected override bool ReleaseHandle()
        {
            Native.kvf_baseline_free(handle);
            return true;
        }
    }

    internal sealed class PartialHandle : KvinnofridHandle
    {
        internal NativeCancel Cancel;
        internal NativeLog Log;

        protected override bool ReleaseHandle()
        {
            Native.kvf_partial_free(handle);
            return true;
        }
    }
}
