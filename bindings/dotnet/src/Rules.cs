using System;

namespace Kvinnofrid
{
    /// <summary>Rule sets: all programmes and their editions. They never change, and may be used by any number of threads.</summary>
    public sealed class Rules : IDisposable
    {
        internal readonly RulesHandle Handle;

        private Rules(int status, RulesHandle handle, IntPtr error)
        {
            Engine.Must(status, error);
            Handle = handle;
        }

        /// <summary>Returns the rule sets that are embedded in the library.</summary>
        /// <returns>The rule sets.</returns>
        public static Rules Embedded()
        {
            Engine.Check();
            return new Rules(Native.kvf_rules_embedded(out RulesHandle rules, out IntPtr error), rules, error);
        }

        /// <summary>Reads the rule sets of a folder, or of a single rule file, which stands for its folder. Errors in them are found
        /// by <see cref="Check"/> and by the calls that need them.</summary>
        /// <param name="folder">The folder.</param>
        /// <returns>The rule sets.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/> if it cannot be read, <see cref="Status.Limit"/>.
        /// </exception>
        public static Rules Open(string folder)
        {
            Engine.Check();
            byte[] path = Text.Encoded(folder);
            return new Rules(Native.kvf_rules_open(path, Text.Length(path), out RulesHandle rules, out IntPtr error), rules, error);
        }

        /// <summary>Reads the rule sets of a folder as <see cref="Open(string)"/> does, if <c>kvinnofrid sign</c> signed it with the key and
        /// nothing was changed since.</summary>
        /// <param name="folder">The folder that was signed.</param>
        /// <param name="key">A public key of minisign: the text of its file, or its second line.</param>
        /// <returns>The rule sets.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Input"/> if the rules are not signed with the key,
        /// <see cref="Status.Argument"/> if it is none, <see cref="Status.Limit"/>.</exception>
        public static Rules OpenSigned(string folder, string key)
        {
            Engine.Check();
            byte[] path = Text.Encoded(folder);
            byte[] trusted = Text.Encoded(key);
            return new Rules(
                Native.kvf_rules_open_signed(path, Text.Length(path), trusted, Text.Length(trusted), out RulesHandle rules, out IntPtr error),
                rules,
                error);
        }

        /// <summary>Reads the rule sets of a folder as <see cref="Open(string)"/> does, or <see cref="OpenSigned"/> if there is a key,
        /// within limits.</summary>
        /// <param name="folder">The folder.</param>
        /// <param name="key">A public key of minisign, or null.</param>
        /// <param name="options">The <see cref="Options.Limit">limits</see> <c>rule_files</c> and <c>rule_bytes</c>; nothing else of
        /// them matters.</param>
        /// <returns>The rule sets.</returns>
        /// <exception cref="KvinnofridException">As those two.</exception>
        public static Rules Open(string folder, string key, Options options)
        {
            Engine.Check();
            byte[] path = Text.Encoded(folder);
            byte[] trusted = Text.Encoded(key);
            int status = Native.kvf_rules_open_with(path, Text.Length(path), trusted, Text.Length(trusted), options.Handle,
                out RulesHandle rules, out IntPtr error);
            return new Rules(status, rules, error);
        }

        /// <summary>Returns every error and warning in the rule files. They are a result and no failure.</summary>
        /// <param name="language">The language of the messages.</param>
        /// <returns>A JSON list, as <c>kvinnofrid check --format json</c> writes it; empty if there are none.</returns>
        public string Check(Language language) =>
            Engine.Made(Native.kvf_rules_check_json(Handle, (int)language, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Lists the editions of all programmes that have no errors.</summary>
        /// <returns>A JSON list, as <c>kvinnofrid programmes --format json</c> writes it: <c>programme</c>, <c>edition</c>,
        /// <c>title</c>, <c>from</c>, <c>to</c>, <c>status</c>, <c>revision</c>, <c>digest</c> and more of each.</returns>
        public string Programmes() =>
            Engine.Made(Native.kvf_programmes_json(Handle, out IntPtr bytes, out IntPtr error), bytes, error);

        /// <summary>Loads a programme. Without an edition, each call uses the edition that is in force throughout its periods, and
        /// several periods are a series over editions.</summary>
        /// <param name="id">The programme, such as <c>stockholm/kvinnofrid</c>, or with its edition,
        /// <c>stockholm/kvinnofrid@2012-2014</c>; null for the only programme there is.</param>
        /// <param name="edition">The edition, such as <c>2012-2014</c>.</param>
        /// <param name="on">A day, such as <c>2013-06-30</c>, on which the edition is in force.</param>
        /// <returns>The programme.</returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Rules"/> if its rule files have errors,
        /// <see cref="Status.Argument"/> if it does not exist.</exception>
        public Programme Programme(string id = null, string edition = null, string on = null)
        {
            byte[] programme = Text.Encoded(id), named = Text.Encoded(edition), day = Text.Encoded(on);
            int status = Native.kvf_programme_load(Handle, programme, Text.Length(programme), named, Text.Length(named), day,
                Text.Length(day), out ProgrammeHandle loaded, out IntPtr error);
            return new Programme(status, loaded, error);
        }

        /// <summary>Says what a change of rules means.</summary>
        /// <param name="after">The rule sets after the change; these are those before it.</param>
        /// <param name="programme">A programme, <c>ID</c> or <c>ID@EDITION</c>, or null for all editions of both.</param>
        /// <param name="options">The periods in question, or null; nothing else of them matters.</param>
        /// <returns>JSON, as <c>kvinnofrid diff --format json</c> writes it without data: <c>changes</c> lists what differs, and of
        /// each condition whether it is <c>equivalent</c>, <c>stricter</c>, <c>looser</c>, <c>different</c> or <c>undecided</c>.
        /// </returns>
        /// <exception cref="KvinnofridException"><see cref="Status.Rules"/> or <see cref="Status.Argument"/>.</exception>
        public string Diff(Rules after, string programme = null, Options options = null)
        {
            byte[] id = Text.Encoded(programme);
            int status = Native.kvf_diff_json(Handle, after.Handle, id, Text.Length(id), Options.HandleOf(options), out IntPtr bytes,
                out IntPtr error);
            return Engine.Made(status, bytes, error);
        }

        /// <summary>The version of the engine, such as <c>0.1.0</c>.</summary>
        public static string EngineVersion => Native.kvf_version().ToString();

        /// <summary>Frees them. Programmes loaded from them remain valid.</summary>
        public void Dispose() => Handle.Dispose();
    }
}
