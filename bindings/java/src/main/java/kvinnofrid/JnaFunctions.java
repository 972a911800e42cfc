// Generated from bindings/c/include/kvinnofrid.h: UPDATE=1 cargo test -p kvinnofrid-tests foreign::java
package kvinnofrid;

/** The functions of the C library, bound by JNA's direct mapping. */
class JnaFunctions implements Functions {
    @Override
    public native JnaView.ByValue kvf_version();

    @Override
    public native int kvf_version_number();

    @Override
    public native int kvf_abi_version();

    @Override
    public native JnaView.ByValue kvf_bytes_view(long bytes);

    @Override
    public native void kvf_bytes_free(long bytes);

    @Override
    public native int kvf_error_status(long error);

    @Override
    public native JnaView.ByValue kvf_error_message(long error, int lang);

    @Override
    public native long kvf_error_row(long error);

    @Override
    public native JnaView.ByValue kvf_error_field(long error);

    @Override
    public native JnaView.ByValue kvf_error_argument(long error);

    @Override
    public native JnaView.ByValue kvf_error_findings_json(long error, int lang);

    @Override
    public native void kvf_error_free(long error);

    @Override
    public native long kvf_rejected_count(long rejected);

    @Override
    public native long kvf_rejected_reason(long rejected, long index);

    @Override
    public native void kvf_rejected_free(long rejected);

    @Override
    public native int kvf_rules_embedded(long[] out, long[] err);

    @Override
    public native int kvf_rules_open(byte[] path, long len, long[] out, long[] err);

    @Override
    public native int kvf_rules_open_signed(byte[] path, long len, byte[] key, long keyLen, long[] out, long[] err);

    @Override
    public native int kvf_rules_open_with(byte[] path, long len, byte[] key, long keyLen, long options, long[] out, long[] err);

    @Override
    public native int kvf_rules_check_json(long rules, int lang, long[] out, long[] err);

    @Override
    public native int kvf_programmes_json(long rules, long[] out, long[] err);

    @Override
    public native void kvf_rules_free(long rules);

    @Override
    public native int kvf_programme_load(long rules, byte[] id, long idLen, byte[] edition, long editionLen, byte[] on, long onLen, long[] out, long[] err);

    @Override
    public native void kvf_programme_free(long programme);

    @Override
    public native int kvf_options_new(long[] out, long[] err);

    @Override
    public native int kvf_options_add_period(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_on(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_add_by(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_add_indicator(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_where(long options, byte[] field, long fieldLen, byte[] category, long categoryLen, long[] err);

    @Override
    public native int kvf_options_add_renamed(long options, byte[] oldName, long oldLen, byte[] newName, long newLen, long[] err);

    @Override
    public native int kvf_options_set_totals(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_reading(long options, byte[] reading, long readingLen, byte[] alternative, long alternativeLen, long[] err);

    @Override
    public native int kvf_options_set_with(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_every_alternative(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_bridge(long options, int yes, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_protect(long options, byte[] method, long methodLen, byte[] key, long keyLen, byte[] ledger, long ledgerLen, long[] err);

    @Override
    public native int kvf_options_set_assume_unique(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_check_all(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_limit(long options, byte[] name, long nameLen, long most, long[] err);

    @Override
    public native int kvf_options_set_on_error(long options, int what, long[] err);

    @Override
    public native int kvf_options_add_subject(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_per(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_first(long options, int rows, long[] err);

    @Override
    public native int kvf_options_set_group(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_contacts(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_add_listed(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_estimate(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_dependence(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_show_sensitive(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_missing(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_why(long options, int yes, long[] err);

    @Override
    public native int kvf_options_set_threads(long options, int threads, long[] err);

    @Override
    public native int kvf_options_set_map(long options, byte[] text, long len, long[] err);

    @Override
    public native int kvf_options_set_cancel(long options, long ask, long data, long[] err);

    @Override
    public native int kvf_options_set_log(long options, int lang, long log, long data, long[] err);

    @Override
    public native int kvf_options_warnings_json(long options, int lang, long[] out, long[] err);

    @Override
    public native void kvf_options_free(long options);

    @Override
    public native int kvf_schema_json(long programme, long options, long[] out, long[] err);

    @Override
    public native int kvf_schema_arrow(long programme, long options, long out, long[] err);

    @Override
    public native int kvf_classify_json(long programme, long options, int format, byte[] json, long len, long[] out, long[] rejected, long[] err);

    @Override
    public native int kvf_classify_arrow(long programme, long options, long records, long out, long[] rejected, long[] err);

    @Override
    public native int kvf_classify_tables(long programme, long options, long records, long tables, long len, long out, long[] rejected, long[] err);

    @Override
    public native int kvf_reasons_json(long programme, long options, long[] out, long[] err);

    @Override
    public native int kvf_explain_json(long programme, long options, byte[] json, long len, int lang, long[] out, long[] err);

    @Override
    public native int kvf_diff_json(long oldRules, long newRules, byte[] programme, long programmeLen, long options, long[] out, long[] err);

    @Override
    public native int kvf_members_json(long programme, long options, int format, byte[] json, long len, long[] out, long[] rejected, long[] err);

    @Override
    public native int kvf_worklist_json(long programme, long options, int format, byte[] json, long len, long[] out, long[] rejected, long[] err);

    @Override
    public native int kvf_worklist_xlsx(long programme, long options, int format, byte[] json, long len, int lang, long[] out, long[] rejected, long[] err);

    @Override
    public native int kvf_worklist_html(long programme, long options, int format, byte[] json, long len, int lang, long[] out, long[] rejected, long[] err);

    @Override
    public native int kvf_validate_json(long programme, long options, int format, byte[] json, long len, int lang, long[] out, long[] err);

    @Override
    public native int kvf_partial_new(long programme, long options, long[] out, long[] err);

    @Override
    public native int kvf_partial_add_json(long partial, int format, byte[] json, long len, long[] rejected, long[] err);

    @Override
    public native int kvf_partial_add_arrow(long partial, long records, long[] rejected, long[] err);

    @Override
    public native int kvf_partial_add_tables(long partial, long records, long tables, long len, long[] rejected, long[] err);

    @Override
    public native int kvf_partial_merge(long partial, long other, long[] err);

    @Override
    public native int kvf_partial_serialize(long partial, long[] out, long[] err);

    @Override
    public native int kvf_partial_deserialize(byte[] data, long len, long[] out, long[] err);

    @Override
    public native int kvf_partial_finish_json(long partial, long[] out, long[] err);

    @Override
    public native int kvf_partial_finish_xlsx(long partial, int lang, long[] out, long[] err);

    @Override
    public native int kvf_partial_finish_arrow(long partial, long out, long[] err);

    @Override
    public native int kvf_partial_warnings_json(long partial, int lang, long[] out, long[] err);

    @Override
    public native void kvf_partial_free(long partial);

    @Override
    public native int kvf_baseline_new(long programme, long options, long[] out, long[] err);

    @Override
    public native int kvf_baseline_add_json(long baseline, byte[] source, long sourceLen, int format, byte[] json, long len, long[] rejected, long[] err);

    @Override
    public native int kvf_baseline_add_arrow(long baseline, byte[] source, long sourceLen, long records, long[] rejected, long[] err);

    @Override
    public native int kvf_baseline_merge(long baseline, long other, long[] err);

    @Override
    public native int kvf_baseline_serialize(long baseline, int keys, long[] out, long[] err);

    @Override
    public native int kvf_baseline_deserialize(byte[] data, long len, long[] out, long[] err);

    @Override
    public native int kvf_baseline_finish_json(long baseline, long options, byte[] population, long populationLen, byte[] survey, long surveyLen, long[] out, long[] err);

    @Override
    public native void kvf_baseline_free(long baseline);
}
