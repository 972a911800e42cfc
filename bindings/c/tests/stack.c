/* Every kind of call in a thread with the stack that the header promises to be enough. */
#include <kvinnofrid.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STACK ((size_t)256 << 10)
#define OK(call)                                                                \
    do {                                                                        \
        if ((call) != KVF_OK) return fprintf(stderr, "line %d\n", __LINE__), unused; \
    } while (0)

static const char *folder;
static char done;

static void *work(void *unused) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_partial *partial;
    kvf_baseline *baseline;
    kvf_bytes *out;
    OK(kvf_rules_open(folder, strlen(folder), &rules, NULL));
    OK(kvf_rules_check_json(rules, KVF_LANG_EN, &out, NULL));
    kvf_bytes_free(out), kvf_rules_free(rules);
    OK(kvf_rules_embedded(&rules, NULL));
    OK(kvf_programmes_json(rules, &out, NULL));
    kvf_bytes_free(out);
    OK(kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid@2012-2014"), NULL, 0, NULL, 0, &programme, NULL));
    OK(kvf_options_new(&options, NULL));
    OK(kvf_options_add_period(options, KVF_LIT("2013"), NULL));
    OK(kvf_options_set_map(options, KVF_LIT("[fält]\nkön = \"Kon\"\n"), NULL));
    OK(kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": 1, \"Kon\": \"man\"}"), &out, NULL, NULL));
    kvf_bytes_free(out);
    OK(kvf_options_set_map(options, NULL, 0, NULL));
    OK(kvf_explain_json(programme, options, KVF_LIT("{\"id\": 1, \"kön\": \"man\"}"), KVF_LANG_EN, &out, NULL));
    kvf_bytes_free(out);
    OK(kvf_schema_json(programme, options, &out, NULL));
    kvf_bytes_free(out);
    OK(kvf_reasons_json(programme, options, &out, NULL));
    kvf_bytes_free(out);
    OK(kvf_options_add_by(options, KVF_LIT("stadsdel"), NULL));
    OK(kvf_partial_new(programme, options, &partial, NULL));
    OK(kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1, \"kön\": \"man\"}\n"), NULL, NULL));
    OK(kvf_partial_finish_json(partial, &out, NULL));
    kvf_bytes_free(out);
    OK(kvf_partial_finish_xlsx(partial, KVF_LANG_SV, &out, NULL));
    kvf_bytes_free(out);
    OK(kvf_members_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1}\n"), &out, NULL, NULL));
    kvf_bytes_free(out);
    OK(kvf_worklist_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1}\n"), &out, NULL, NULL));
    kvf_bytes_free(out);
    OK(kvf_worklist_html(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1}\n"), KVF_LANG_SV, &out, NULL, NULL));
    kvf_bytes_free(out);
    OK(kvf_worklist_xlsx(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1}\n"), KVF_LANG_SV, &out, NULL, NULL));
    kvf_bytes_free(out);
    OK(kvf_validate_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1}\n"), KVF_LANG_SV, &out, NULL));
    kvf_bytes_free(out);
    OK(kvf_options_set_estimate(options, 1, NULL));
    OK(kvf_baseline_new(programme, options, &baseline, NULL));
    OK(kvf_baseline_add_json(baseline, KVF_LIT("polis"), KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1}\n"), NULL, NULL));
    OK(kvf_baseline_finish_json(baseline, options, NULL, 0, NULL, 0, &out, NULL));
    kvf_bytes_free(out), kvf_baseline_free(baseline);
    kvf_partial_free(partial), kvf_options_free(options), kvf_programme_free(programme), kvf_rules_free(rules);
    return &done;
}

int main(int argc, char **argv) {
    pthread_attr_t attributes;
    pthread_t id;
    void *result = NULL;
    if (argc != 2) return 2;
    folder = argv[1];
    pthread_attr_init(&attributes);
    if (pthread_attr_setstacksize(&attributes, STACK) != 0 || pthread_create(&id, &attributes, work, NULL) != 0) return 3;
    pthread_join(id, &result);
    return result == &done ? 0 : 1;
}
