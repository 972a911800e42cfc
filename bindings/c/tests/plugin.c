/* A plug-in that has the library in it, or is linked with it: classifies a record. Two threads are allowed and one suffices,
 * which is when the C library of the system does not keep this one loaded by itself. */
#include <kvinnofrid.h>

int work(void);

int work(void) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_bytes *out;
    int32_t status;
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK || kvf_options_new(&options, NULL) != KVF_OK) return -1;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return -1;
    if (kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK || kvf_options_set_threads(options, 2, NULL) != KVF_OK)
        return -1;
    status = kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": 1}"), &out, NULL, NULL);
    kvf_bytes_free(out), kvf_options_free(options), kvf_programme_free(programme), kvf_rules_free(rules);
    return status;
}
