namespace Kvinnofrid
{
    /// <summary>Why a call failed. The numbers are those of the C library, and never reused.</summary>
    public enum Status
    {
        /// <summary>The rule files have errors: <see cref="KvinnofridException.Findings"/> has all of them.</summary>
        Rules = Native.KVF_RULES,

        /// <summary>A record, a map, a file or a partial is not valid: <see cref="KvinnofridException.Row"/> and
        /// <see cref="KvinnofridException.Field"/> say where.</summary>
        Input = Native.KVF_INPUT,

        /// <summary>A rule could not be evaluated for a record: overflow or division by zero.</summary>
        Evaluate = Native.KVF_EVALUATE,

        /// <summary>A limit was exceeded, or there is not enough memory for the result.</summary>
        Limit = Native.KVF_LIMIT,

        /// <summary>An argument is invalid: an unknown programme, reading or period, say.</summary>
        Argument = Native.KVF_ARGUMENT,

        /// <summary>A fault of kvinnofrid. The message has no value of a record: please report it. The process can go on.</summary>
        Internal = Native.KVF_INTERNAL,

        /// <summary>The function or token of <see cref="Options.Cancel(System.Func{bool})"/> cancelled the call.</summary>
        Cancelled = Native.KVF_CANCELLED,

        /// <summary>Options or a partial are in use by another thread, or by the call whose callback made this call.</summary>
        Busy = Native.KVF_BUSY,
    }

    /// <summary>The language of messages. Names of indicators stay Swedish: they are quotations.</summary>
    public enum Language
    {
        /// <summary>Swedish.</summary>
        Swedish = Native.KVF_LANG_SV,

        /// <summary>English.</summary>
        English = Native.KVF_LANG_EN,
    }

    /// <summary>What happens with a record that cannot be read or evaluated.</summary>
    public enum OnError
    {
        /// <summary>The call fails.</summary>
        Stop = Native.KVF_ON_ERROR_STOP,

        /// <summary>The record is skipped and counted among the <see cref="Rejected"/>, and the call goes on.</summary>
        Skip = Native.KVF_ON_ERROR_SKIP,
    }

    /// <summary>What kind of message a log takes.</summary>
    public enum LogLevel
    {
        /// <summary>A call failed; the exception has the same message.</summary>
        Error = Native.KVF_LOG_ERROR,

        /// <summary>A call succeeded, but something looks wrong in the data, or records were skipped.</summary>
        Warning = Native.KVF_LOG_WARNING,
    }
}
