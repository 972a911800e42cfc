/* A fault of ours, injected: it comes back as a status, and the next call works. */
#include <kvinnofrid.h>
#include <stdio.h>

int main(void) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_bytes *out;
    kvf_error *err;
    int i;
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK) return 2;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 2;
    if (kvf_options_new(&options, NULL) != KVF_OK || kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) return 2;
    for (i = 0; i < 3; i++) {
        if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": \"injected-panic\"}"), &out, NULL, &err)
            != KVF_INTERNAL) return 3;
        if (out != NULL || kvf_error_status(err) != KVF_INTERNAL) return 4;
        if (i == 0) printf("%s\n", kvf_error_message(err, KVF_LANG_EN).data);
        kvf_error_free(err);
        if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": 1}"), &out, NULL, &err) != KVF_OK) return 5;
        if (i == 0) printf("%s", kvf_bytes_view(out).data);
        kvf_bytes_free(out);
    }
    kvf_options_free(options);
    kvf_programme_free(programme);
    kvf_rules_free(rules);
    return 0;
}
