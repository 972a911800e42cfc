/* With the library built to check handles: freed ones, ones of another type, and none at all. */
#include <kvinnofrid.h>
#include <stdio.h>

#define SAYS(call)                                                                          \
    do {                                                                                    \
        err = NULL;                                                                         \
        if ((call) != KVF_ARGUMENT) return __LINE__ % 100 + 1;                              \
        printf("%s\n", kvf_error_message(err, KVF_LANG_EN).data);                           \
        kvf_error_free(err);                                                                \
    } while (0)

int main(void) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options, *gone, *again;
    kvf_rejected *rejected;
    kvf_bytes *out;
    kvf_error *err;
    static long double nothing[8];
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK || kvf_options_new(&options, NULL) != KVF_OK) return 1;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 1;
    if (kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) return 1;
    if (kvf_options_new(&gone, NULL) != KVF_OK) return 1;
    kvf_options_free(gone);
    if (kvf_options_new(&again, NULL) != KVF_OK || again == gone) return 1;
    SAYS(kvf_options_add_period(gone, KVF_LIT("2013"), &err));
    SAYS(kvf_options_add_period((kvf_options *)(void *)programme, KVF_LIT("2013"), &err));
    SAYS(kvf_options_add_period((kvf_options *)(void *)nothing, KVF_LIT("2013"), &err));
    SAYS(kvf_programme_load((kvf_rules *)(void *)options, NULL, 0, NULL, 0, NULL, 0, &programme, &err));
    SAYS(kvf_options_add_period(NULL, KVF_LIT("2013"), &err));
    /* What has no status says so on standard error, and does nothing. */
    kvf_options_free(gone);
    kvf_programme_free((kvf_programme *)(void *)options);
    if (kvf_error_message((kvf_error *)(void *)options, KVF_LANG_EN).data != NULL) return 2;
    /* An error inside another handle may be read, not freed; and not after that is gone. */
    if (kvf_options_set_on_error(options, KVF_ON_ERROR_SKIP, NULL) != KVF_OK) return 2;
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK) return 2;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 2;
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"kön\": 1}"), &out, &rejected, NULL) != KVF_OK) return 2;
    printf("%s\n", kvf_error_field(kvf_rejected_reason(rejected, 0)).data);
    kvf_error_free((kvf_error *)(void *)kvf_rejected_reason(rejected, 0));
    kvf_rejected_free(rejected), kvf_bytes_free(out), kvf_options_free(again), kvf_options_free(options);
    kvf_programme_free(programme), kvf_rules_free(rules);
    if (kvf_rejected_count(rejected) != 0) return 3;
    return 0;
}
