// Generated from bindings/c/include/kvinnofrid.h: UPDATE=1 cargo test -p kvinnofrid-tests foreign::dotnet
using System;
using System.Runtime.InteropServices;

namespace Kvinnofrid
{
    /// <summary>The functions and numbers of the C library.</summary>
    internal static class Native
    {
        private const string Library = "kvinnofrid";

        internal const int KVF_VERSION_MAJOR = 0;
        internal const int KVF_VERSION_MINOR = 1;
        internal const int KVF_VERSION_PATCH = 0;
        internal const int KVF_ABI_VERSION = 1;
        internal const int KVF_OK = 0;
        internal const int KVF_RULES = 1;
        internal const int KVF_INPUT = 2;
        internal const int KVF_EVALUATE = 3;
        internal const int KVF_LIMIT = 4;
        internal const int KVF_ARGUMENT = 5;
        internal const int KVF_INTERNAL = 6;
        internal const int KVF_CANCELLED = 7;
        internal const int KVF_BUSY = 8;
        internal const int KVF_LANG_SV = 0;
        internal const int KVF_LANG_EN = 1;
        internal const int KVF_FORMAT_JSON = 0;
        internal const int KVF_FORMAT_NDJSON = 1;
        internal const int KVF_LOG_ERROR = 0;
        internal const int KVF_LOG_WARNING = 1;
        internal const int KVF_ON_ERROR_STOP = 0;
        internal const int KVF_ON_ERROR_SKIP = 1;
        internal const int KVF_VERSION_NUMBER =
            KVF_VERSION_MAJOR * 1000000 + KVF_VERSION_MINOR * 1000 + KVF_VERSION_PATCH;

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern NativeText kvf_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_version_number();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern NativeText kvf_bytes_view(IntPtr bytes);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_bytes_free(IntPtr bytes);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_error_status(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern NativeText kvf_error_message(IntPtr error, int lang);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern ulong kvf_error_row(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern NativeText kvf_error_field(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern NativeText kvf_error_argument(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern NativeText kvf_error_findings_json(IntPtr error, int lang);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_error_free(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern ulong kvf_rejected_count(IntPtr rejected);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr kvf_rejected_reason(IntPtr rejected, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_rejected_free(IntPtr rejected);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_rules_embedded(out RulesHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_rules_open(byte[] path, UIntPtr len, out RulesHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_rules_open_signed(byte[] path, UIntPtr len, byte[] key, UIntPtr key_len, out RulesHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_rules_open_with(byte[] path, UIntPtr len, byte[] key, UIntPtr key_len, OptionsHandle options, out RulesHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_rules_check_json(RulesHandle rules, int lang, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_programmes_json(RulesHandle rules, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_rules_free(IntPtr rules);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_programme_load(RulesHandle rules, byte[] id, UIntPtr id_len, byte[] edition, UIntPtr edition_len, byte[] on, UIntPtr on_len, out ProgrammeHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_programme_free(IntPtr programme);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_new(out OptionsHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_add_period(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_on(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_add_by(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_add_indicator(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_where(OptionsHandle options, byte[] field, UIntPtr field_len, byte[] category, UIntPtr category_len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_add_renamed(OptionsHandle options, byte[] old_name, UIntPtr old_len, byte[] new_name, UIntPtr new_len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_totals(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_reading(OptionsHandle options, byte[] reading, UIntPtr reading_len, byte[] alternative, UIntPtr alternative_len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_with(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_every_alternative(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_bridge(OptionsHandle options, int yes, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_protect(OptionsHandle options, byte[] method, UIntPtr method_len, byte[] key, UIntPtr key_len, byte[] ledger, UIntPtr ledger_len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_assume_unique(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_check_all(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_limit(OptionsHandle options, byte[] name, UIntPtr name_len, ulong most, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_on_error(OptionsHandle options, int what, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_add_subject(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_per(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_first(OptionsHandle options, uint rows, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_group(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_contacts(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_add_listed(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_estimate(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_dependence(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_show_sensitive(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_missing(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_why(OptionsHandle options, int yes, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_threads(OptionsHandle options, uint threads, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_map(OptionsHandle options, byte[] text, UIntPtr len, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_cancel(OptionsHandle options, NativeCancel ask, IntPtr data, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_set_log(OptionsHandle options, int lang, NativeLog log, IntPtr data, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_options_warnings_json(OptionsHandle options, int lang, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_options_free(IntPtr options);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_schema_json(ProgrammeHandle programme, OptionsHandle options, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_schema_arrow(ProgrammeHandle programme, OptionsHandle options, IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_classify_json(ProgrammeHandle programme, OptionsHandle options, int format, byte[] json, UIntPtr len, out IntPtr result, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_classify_arrow(ProgrammeHandle programme, OptionsHandle options, IntPtr records, IntPtr result, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_classify_tables(ProgrammeHandle programme, OptionsHandle options, IntPtr records, NativeTable[] tables, UIntPtr len, IntPtr result, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_reasons_json(ProgrammeHandle programme, OptionsHandle options, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_explain_json(ProgrammeHandle programme, OptionsHandle options, byte[] json, UIntPtr len, int lang, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_diff_json(RulesHandle old_rules, RulesHandle new_rules, byte[] programme, UIntPtr programme_len, OptionsHandle options, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_members_json(ProgrammeHandle programme, OptionsHandle options, int format, byte[] json, UIntPtr len, out IntPtr result, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_worklist_json(ProgrammeHandle programme, OptionsHandle options, int format, byte[] json, UIntPtr len, out IntPtr result, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_worklist_xlsx(ProgrammeHandle programme, OptionsHandle options, int format, byte[] json, UIntPtr len, int lang, out IntPtr result, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_worklist_html(ProgrammeHandle programme, OptionsHandle options, int format, byte[] json, UIntPtr len, int lang, out IntPtr result, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_validate_json(ProgrammeHandle programme, OptionsHandle options, int format, byte[] json, UIntPtr len, int lang, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_new(ProgrammeHandle programme, OptionsHandle options, out PartialHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_add_json(PartialHandle partial, int format, byte[] json, UIntPtr len, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_add_arrow(PartialHandle partial, IntPtr records, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_add_tables(PartialHandle partial, IntPtr records, NativeTable[] tables, UIntPtr len, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_merge(PartialHandle partial, PartialHandle other, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_serialize(PartialHandle partial, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_deserialize(byte[] data, UIntPtr len, out PartialHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_finish_json(PartialHandle partial, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_finish_xlsx(PartialHandle partial, int lang, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_finish_arrow(PartialHandle partial, IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_partial_warnings_json(PartialHandle partial, int lang, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_partial_free(IntPtr partial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_baseline_new(ProgrammeHandle programme, OptionsHandle options, out BaselineHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_baseline_add_json(BaselineHandle baseline, byte[] source, UIntPtr source_len, int format, byte[] json, UIntPtr len, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_baseline_add_arrow(BaselineHandle baseline, byte[] source, UIntPtr source_len, IntPtr records, out IntPtr rejected, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_baseline_merge(BaselineHandle baseline, BaselineHandle other, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_baseline_serialize(BaselineHandle baseline, int keys, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_baseline_deserialize(byte[] data, UIntPtr len, out BaselineHandle result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int kvf_baseline_finish_json(BaselineHandle baseline, OptionsHandle options, byte[] population, UIntPtr population_len, byte[] survey, UIntPtr survey_len, out IntPtr result, out IntPtr err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void kvf_baseline_free(IntPtr baseline);
    }
}
