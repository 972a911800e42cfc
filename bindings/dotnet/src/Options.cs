using System;
using System.Threading;

namespace Kvinnofrid
{
    /// <summary>The options of calls: periods, breakdowns, readings. They also keep what was compiled for the last question, so that a
    /// record costs microseconds from the second on: keep them.</summary>
    /// <remarks>They belong to one thread at a time; a second gets <see cref="Status.Busy"/>. Each method returns the same options.
    /// Most calls need a period or a day. What does not fit the programme is thrown by the call that uses the options.</remarks>
    public sealed class Options : IDisposable
    {
        internal readonly OptionsHandle Handle;

        /// <summary>Creates options with every default.</summary>
        public Options()
        {
            Engine.Check();
            Engine.Must(Native.kvf_options_new(out Handle, out IntPtr error), error);
        }

        /// <summary>Adds a period. Several are a series.</summary>
        /// <param name="period"><c>2013</c>, <c>2013-T1</c> (a third of a year), <c>2013-Q2</c> or <c>2013-01-01/2013-06-30</c>.</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if it is none.</exception>
        public Options Period(string period) => Set(Native.kvf_options_add_period, period);

        /// <summary>Sets the day that selects the edition and, without a period, is the period.</summary>
        /// <param name="day">The day, such as <c>2013-06-30</c>; null unsets it.</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if it is none.</exception>
        public Options On(string day) => Set(Native.kvf_options_set_on, day);

        /// <summary>Adds a field or grouping that figures are broken down by, at most six.</summary>
        /// <param name="field">The field, such as <c>stadsdel</c>.</param>
        /// <returns>The options.</returns>
        public Options By(string field) => Set(Native.kvf_options_add_by, field);

        /// <summary>Adds an indicator to show; with none, all are shown. All are counted in any case.</summary>
        /// <param name="id">The indicator, such as <c>kvinnor-kända</c>.</param>
        /// <returns>The options.</returns>
        public Options Indicator(string id) => Set(Native.kvf_options_add_indicator, id);

        /// <summary>Limits <see cref="Programme.Members"/> and <see cref="Programme.Worklist"/> to one cell of a report. Several
        /// fields may be set.</summary>
        /// <param name="field">The field or grouping, such as <c>stadsdel</c>.</param>
        /// <param name="category">Its category, such as <c>Farsta</c>; <c>okänt</c> for those whose value is missing.</param>
        /// <returns>The options.</returns>
        public Options Where(string field, string category) => Set(Native.kvf_options_set_where, field, category);

        /// <summary>Adds, for <see cref="Rules.Diff"/>, what something of the old rules is called in the new ones. The last call for
        /// one name counts.</summary>
        /// <param name="oldName">A field (<c>känd_sedan</c>), a code (<c>kön:kvinna</c>) or an id.</param>
        /// <param name="newName">Its new name.</param>
        /// <returns>The options.</returns>
        public Options Renamed(string oldName, string newName) => Set(Native.kvf_options_add_renamed, oldName, newName);

        /// <summary>Sets whether a report has rows that are totals over a breakdown, <c>Totalt</c>.</summary>
        /// <param name="yes">True (the default), or false so that rows can be summed.</param>
        /// <returns>The options.</returns>
        public Options Totals(bool yes) => Set(Native.kvf_options_set_totals, yes);

        /// <summary>Sets a reading to one of its alternatives. The last call wins.</summary>
        /// <param name="reading">The reading, such as <c>åldersgräns</c>.</param>
        /// <param name="alternative">The alternative, such as <c>alla</c>.</param>
        /// <returns>The options.</returns>
        public Options Reading(string reading, string alternative) => Set(Native.kvf_options_set_reading, reading, alternative);

        /// <summary>Sets what a classification returns beside the target groups.</summary>
        /// <param name="what"><c>routines</c>, <c>instruments</c>, <c>activities</c> and <c>resources</c>, separated by commas; null
        /// for nothing (the default).</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if it is something else.</exception>
        public Options With(string what) => Set(Native.kvf_options_set_with, what);

        /// <summary>Sets whether a report also evaluates every other alternative of every reading, one at a time.</summary>
        /// <param name="yes">Whether it does; false by default.</param>
        /// <returns>The options.</returns>
        public Options EveryAlternative(bool yes) => Set(Native.kvf_options_set_every_alternative, yes);

        /// <summary>Sets whether each two consecutive editions of a series both count one period, which shows what the changed
        /// definitions do.</summary>
        /// <param name="yes">Whether they do; false by default.</param>
        /// <param name="period">That period; null for the last of the earlier edition.</param>
        /// <returns>The options.</returns>
        public Options Bridge(bool yes, string period = null)
        {
            byte[] utf8 = Text.Encoded(period);
            return Done(Native.kvf_options_set_bridge(Handle, yes ? 1 : 0, utf8, Text.Length(utf8), out IntPtr error), error);
        }

        /// <summary>Sets how reports are protected for publication. It applies to partials created with these options.</summary>
        /// <param name="method"><c>round:5</c>, <c>round:3</c>, <c>round:10</c> or <c>suppress:5</c>; null for exact figures (the
        /// default).</param>
        /// <param name="key">The secret, 16 to 4096 bytes of random data, such as a key from a key store; it is stored until options
        /// and partials are freed.</param>
        /// <param name="ledger">The file that records what was published, which is created if it does not exist.</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if the method or key is none.</exception>
        public Options Protect(string method, byte[] key, string ledger)
        {
            byte[] how = Text.Encoded(method), file = Text.Encoded(ledger);
            int status = Native.kvf_options_set_protect(Handle, how, Text.Length(how), key, Text.Length(key), file, Text.Length(file),
                out IntPtr error);
            return Done(status, error);
        }

        /// <summary>Sets whether duplicate keys are not looked for, so that no keys are stored. A duplicate record is then counted
        /// twice.</summary>
        /// <param name="yes">Whether every record is trusted to be there once; false by default.</param>
        /// <returns>The options.</returns>
        public Options AssumeUnique(bool yes) => Set(Native.kvf_options_set_assume_unique, yes);

        /// <summary>Sets whether every field of the records is checked, and not only those that a call asks.</summary>
        /// <param name="yes">Whether everything is checked; false by default.</param>
        /// <returns>The options.</returns>
        public Options CheckAll(bool yes) => Set(Native.kvf_options_set_check_all, yes);

        /// <summary>Sets a limit instead of its default.</summary>
        /// <param name="name"><c>record_bytes</c>, <c>text_bytes</c>, <c>elements</c>, <c>visits</c>, <c>rows</c>,
        /// <c>categories</c>, or for <see cref="Rules.Open(string, string, Options)"/> <c>rule_files</c> or <c>rule_bytes</c>.</param>
        /// <param name="most">The most that is accepted; what is beyond it is <see cref="Status.Limit"/>.</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if there is no such limit, or it cannot be
        /// that.</exception>
        public Options Limit(string name, long most)
        {
            byte[] utf8 = Text.Encoded(name);
            int status = Native.kvf_options_set_limit(Handle, utf8, Text.Length(utf8), (ulong)Math.Max(most, 0), out IntPtr error);
            return Done(status, error);
        }

        /// <summary>Sets what happens with a record that cannot be read or evaluated.</summary>
        /// <param name="what"><see cref="Kvinnofrid.OnError.Stop"/> by default.</param>
        /// <returns>The options.</returns>
        public Options OnError(OnError what) => Done(Native.kvf_options_set_on_error(Handle, (int)what, out IntPtr error), error);

        /// <summary>Adds something that <see cref="Programme.Explain"/> explains; with none, all target groups are.</summary>
        /// <param name="id">A target group, indicator, routine, instrument, activity or resource.</param>
        /// <returns>The options.</returns>
        public Options Subject(string id) => Set(Native.kvf_options_add_subject, id);

        /// <summary>Sets what a row of <see cref="Programme.Worklist"/> is about.</summary>
        /// <param name="what"><c>field</c> (the default) or <c>record</c>.</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if it is something else.</exception>
        public Options Per(string what) => Set(Native.kvf_options_set_per, what);

        /// <summary>Sets how many rows <see cref="Programme.Worklist"/> returns.</summary>
        /// <param name="rows">How many, 20 by default.</param>
        /// <returns>The options.</returns>
        public Options First(int rows) => Done(Native.kvf_options_set_first(Handle, Natural(rows), out IntPtr error), error);

        /// <summary>Sets the target group of a <see cref="Baseline"/>, whose condition is evaluated in each source that has the fields.
        /// </summary>
        /// <param name="group">The group, such as <c>kvinnor</c>; null (the default) for everyone in the sources.</param>
        /// <returns>The options.</returns>
        public Options Group(string group) => Set(Native.kvf_options_set_group, group);

        /// <summary>Sets the list whose elements are a person's contacts with a source of a <see cref="Baseline"/>, for estimates
        /// from how often persons recur.</summary>
        /// <param name="list">The list, such as <c>insatser</c>; null (the default) where each row is a contact.</param>
        /// <returns>The options.</returns>
        public Options Contacts(string list) => Set(Native.kvf_options_set_contacts, list);

        /// <summary>Adds a source of a <see cref="Baseline"/> that holds members of the group only.</summary>
        /// <param name="source">The source.</param>
        /// <returns>The options.</returns>
        public Options Listed(string source) => Set(Native.kvf_options_add_listed, source);

        /// <summary>Sets whether a <see cref="Baseline"/> also estimates how many persons no source knows, beside those known.
        /// </summary>
        /// <param name="yes">Whether it does; false by default.</param>
        /// <returns>The options.</returns>
        public Options Estimate(bool yes) => Set(Native.kvf_options_set_estimate, yes);

        /// <summary>Sets how the sources of a <see cref="Baseline"/> depend on each other.</summary>
        /// <param name="how"><c>unknown</c> (the default), <c>referral</c> or <c>avoidance</c>.</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Argument"/> if it is something else.</exception>
        public Options Dependence(string how) => Set(Native.kvf_options_set_dependence, how);

        /// <summary>Sets whether <see cref="Programme.Explain"/> shows values of sensitive fields, and
        /// <see cref="Programme.Members"/> the keys of records.</summary>
        /// <param name="yes">Whether they do; false by default.</param>
        /// <returns>The options.</returns>
        public Options ShowSensitive(bool yes) => Set(Native.kvf_options_set_show_sensitive, yes);

        /// <summary>Sets whether <see cref="Programme.ClassifyArrow"/> returns the missing fields of each target group. JSON always
        /// has them.</summary>
        /// <param name="yes">Whether it does; false by default.</param>
        /// <returns>The options.</returns>
        public Options Missing(bool yes) => Set(Native.kvf_options_set_missing, yes);

        /// <summary>Sets whether a classification returns, for each target group, the code of the part of its condition that decides.
        /// </summary>
        /// <param name="yes">Whether it does; false by default.</param>
        /// <returns>The options.</returns>
        public Options Why(bool yes) => Set(Native.kvf_options_set_why, yes);

        /// <summary>Sets how many threads a call may use. The results are the same to the byte.</summary>
        /// <param name="threads">How many, with the calling one: 1 by default, 0 for as many as the machine has; more than 256 are 256.
        /// </param>
        /// <returns>The options.</returns>
        public Options Threads(int threads) =>
            Done(Native.kvf_options_set_threads(Handle, Natural(threads), out IntPtr error), error);

        /// <summary>Sets which columns and codes of the data are which fields and codes of the programme.</summary>
        /// <param name="toml">The map; null unsets it.</param>
        /// <returns>The options.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Limit"/> if it is longer than 1 MiB.</exception>
        public Options Map(string toml) => Set(Native.kvf_options_set_map, toml);

        /// <summary>Sets a function that long calls ask whether to go on, in their own thread. A cancelled call throws
        /// <see cref="Status.Cancelled"/>; so does one whose function throws. Partials created with the options ask it too.</summary>
        /// <param name="ask">Returns true to cancel; null unsets it. It may not use the options or partial of that call.</param>
        /// <returns>The options.</returns>
        public Options Cancel(Func<bool> ask)
        {
            NativeCancel made = null;
            if (ask != null)
            {
                // An exception may not pass through C: it cancels.
                made = data =>
                {
                    try
                    {
                        return ask() ? 1 : 0;
                    }
                    catch (Exception)
                    {
                        return 1;
                    }
                };
            }
            Done(Native.kvf_options_set_cancel(Handle, made, IntPtr.Zero, out IntPtr error), error);
            Handle.Cancel = made;
            return this;
        }

        /// <summary>Lets a token cancel long calls, as <see cref="Cancel(Func{bool})"/> does.</summary>
        /// <param name="token">The token.</param>
        /// <returns>The options.</returns>
        public Options Cancel(CancellationToken token) => Cancel(() => token.IsCancellationRequested);

        /// <summary>Sets a log that takes failures and warnings of the calls that use the options, and of partials created with them,
        /// in the thread of the call. Messages have no values of records. What the log throws is dropped.</summary>
        /// <param name="language">The language of its messages.</param>
        /// <param name="log">The log; null unsets it. It may not use the options or partial of that call.</param>
        /// <returns>The options.</returns>
        public Options Log(Language language, Action<LogLevel, string> log)
        {
            NativeLog made = null;
            if (log != null)
            {
                made = (data, level, message) =>
                {
                    try
                    {
                        log((LogLevel)level, message.ToString());
                    }
                    catch (Exception)
                    {
                        // A log that fails must not make the call fail.
                    }
                };
            }
            Done(Native.kvf_options_set_log(Handle, (int)language, made, IntPtr.Zero, out IntPtr error), error);
            Handle.Log = made;
            return this;
        }

        /// <summary>Returns what was odd about the records of the last classification with these options.</summary>
        /// <param name="language">The language of the messages.</param>
        /// <returns>A JSON list of objects with <c>code</c>, <c>field</c>, <c>count</c> and <c>message</c>.</returns>
        public string Warnings(Language language) =>
            Engine.Made(Native.kvf_options_warnings_json(Handle, (int)language, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Frees them. Partials created with them remain valid.</summary>
        public void Dispose() => Handle.Dispose();

        internal static OptionsHandle HandleOf(Options options) => options == null ? OptionsHandle.None : options.Handle;

        private delegate int OfFlag(OptionsHandle options, int yes, out IntPtr error);

        private delegate int OfText(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr error);

        private delegate int OfTexts(OptionsHandle options, byte[] first, UIntPtr firstLen, byte[] second, UIntPtr secondLen,
            out IntPtr error);

        private Options Done(int status, IntPtr error)
        {
            Engine.Must(status, error);
            return this;
        }

        private Options Set(OfFlag setter, bool yes) => Done(setter(Handle, yes ? 1 : 0, out IntPtr error), error);

        private Options Set(OfText setter, string text)
        {
            byte[] utf8 = Text.Encoded(text);
            return Done(setter(Handle, utf8, Text.Length(utf8), out IntPtr error), error);
        }

        private Options Set(OfTexts setter, string first, string second)
        {
            byte[] one = Text.Encoded(first), two = Text.Encoded(second);
            return Done(setter(Handle, one, Text.Length(one), two, Text.Length(two), out IntPtr error), error);
        }

        private static uint Natural(int number)
        {
            if (number < 0)
            {
                throw new ArgumentOutOfRangeException("number", "must not be negative");
            }
            return (uint)number;
        }
    }
}
