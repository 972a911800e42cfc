/* What a host does with a baseline and a worklist, right and wrong. Run plain, under ASan and UBSan, and under valgrind. */

#include "host.h"

#define WOMAN(id) "{\"id\": \"" id "\", \"stadsdel\": \"Farsta\", \"kön\": \"kvinna\"}\n"
#define SOCIAL WOMAN("a1") WOMAN("a2") WOMAN("a3")
#define POLICE WOMAN("a2") WOMAN("a4") "{}\n"
#define PEOPLE "year;district;persons\n2013;Farsta;50000\n"
#define ANSWERS "answer;weight\nyes;2\nno;1\n"

static kvf_programme *programme;
static kvf_options *options;
static kvf_error *err;

/* The baseline of a source. */
static kvf_baseline *linked(const char *source, const char *records) {
    kvf_baseline *baseline;
    IS(kvf_baseline_new(programme, options, &baseline, NULL), KVF_OK);
    IS(kvf_baseline_add_json(baseline, source, strlen(source), KVF_FORMAT_NDJSON, records, strlen(records), NULL, NULL), KVF_OK);
    return baseline;
}

/* Sources by themselves, sent as bytes and merged, are those of one host that links both. */
static void sent(int keys) {
    kvf_baseline *social = linked("socialtjänst", SOCIAL), *police = linked("polis", POLICE), *arrived, *both;
    kvf_bytes *bytes, *merged, *whole;
    kvf_text view;
    IS(kvf_baseline_serialize(police, keys, &bytes, NULL), KVF_OK);
    view = kvf_bytes_view(bytes);
    IS(kvf_baseline_deserialize(view.data, view.len, &arrived, NULL), KVF_OK);
    if (keys == 0) {
        FAILS(kvf_baseline_merge(social, arrived, &err), KVF_ARGUMENT);
    } else {
        IS(kvf_baseline_merge(social, arrived, NULL), KVF_OK);
        both = linked("socialtjänst", SOCIAL);
        IS(kvf_baseline_add_json(both, KVF_LIT("polis"), KVF_FORMAT_NDJSON, KVF_LIT(POLICE), NULL, NULL), KVF_OK);
        IS(kvf_baseline_finish_json(social, options, KVF_LIT(PEOPLE), KVF_LIT(ANSWERS), &merged, NULL), KVF_OK);
        IS(kvf_baseline_finish_json(both, options, KVF_LIT(PEOPLE), KVF_LIT(ANSWERS), &whole, NULL), KVF_OK);
        HOLDS(strcmp(kvf_bytes_view(merged).data, kvf_bytes_view(whole).data) == 0);
        HOLDS(strstr(kvf_bytes_view(whole).data, "\"polis\"") != NULL);
        kvf_bytes_free(merged), kvf_bytes_free(whole), kvf_baseline_free(both);
    }
    FAILS(kvf_baseline_deserialize(view.data, view.len - 1, &both, &err), KVF_INPUT);
    HOLDS(both == NULL);
    kvf_bytes_free(bytes), kvf_baseline_free(social), kvf_baseline_free(police), kvf_baseline_free(arrived);
}

static void mistakes(void) {
    kvf_baseline *baseline;
    kvf_rejected *rejected = (kvf_rejected *)(void *)garbage;
    kvf_bytes *out;
    kvf_baseline_free(NULL);
    FAILS(kvf_baseline_new(NULL, NULL, &baseline, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_add_json(NULL, KVF_LIT("polis"), KVF_FORMAT_NDJSON, NULL, 0, NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_deserialize(NULL, 0, &baseline, &err), KVF_INPUT);
    FAILS(kvf_baseline_finish_json(NULL, NULL, NULL, 0, NULL, 0, &out, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_merge(NULL, NULL, &err), KVF_ARGUMENT);

    /* A source without a name; a stream that is none: the baseline is of no use afterwards. */
    IS(kvf_baseline_new(programme, options, &baseline, NULL), KVF_OK);
    FAILS(kvf_baseline_add_json(baseline, NULL, 0, KVF_FORMAT_NDJSON, KVF_LIT(SOCIAL), NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_add_json(baseline, "x", SIZE_MAX, KVF_FORMAT_NDJSON, KVF_LIT(SOCIAL), NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_add_arrow(baseline, KVF_LIT("polis"), NULL, NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_add_json(baseline, KVF_LIT("polis"), KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": [}\n"), &rejected, &err), KVF_INPUT);
    HOLDS(rejected == NULL);
    FAILS(kvf_baseline_finish_json(baseline, NULL, NULL, 0, NULL, 0, &out, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_serialize(baseline, 1, &out, &err), KVF_ARGUMENT);
    HOLDS(out == NULL);
    kvf_baseline_free(baseline);

    /* Nothing after finishing; not to itself; what stands beside it is read. */
    baseline = linked("polis", POLICE);
    FAILS(kvf_baseline_merge(baseline, baseline, &err), KVF_ARGUMENT);
    FAILS(kvf_baseline_finish_json(baseline, NULL, KVF_LIT("year;district\n2013;Farsta\n"), NULL, 0, &out, &err), KVF_INPUT);
    FAILS(kvf_baseline_finish_json(baseline, NULL, NULL, 0, KVF_LIT("weight\n1\n"), &out, &err), KVF_INPUT);
    FAILS(kvf_baseline_finish_json(baseline, NULL, NULL, 9, NULL, 0, &out, &err), KVF_ARGUMENT);
    IS(kvf_baseline_finish_json(baseline, NULL, NULL, 0, NULL, 0, &out, NULL), KVF_OK);
    kvf_bytes_free(out);
    FAILS(kvf_baseline_add_json(baseline, KVF_LIT("polis"), KVF_FORMAT_NDJSON, KVF_LIT(POLICE), NULL, &err), KVF_ARGUMENT);
    kvf_baseline_free(baseline);

    /* Records skipped. */
    IS(kvf_options_set_on_error(options, KVF_ON_ERROR_SKIP, NULL), KVF_OK);
    IS(kvf_baseline_new(programme, options, &baseline, NULL), KVF_OK);
    IS(kvf_baseline_add_json(baseline, KVF_LIT("polis"), KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": []}\n" SOCIAL), &rejected, NULL), KVF_OK);
    HOLDS(kvf_rejected_count(rejected) == 1);
    kvf_rejected_free(rejected), kvf_baseline_free(baseline);
    IS(kvf_options_set_on_error(options, KVF_ON_ERROR_STOP, NULL), KVF_OK);
}

static void worklist(void) {
    kvf_bytes *out;
    kvf_rejected *rejected;
    IS(kvf_worklist_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(SOCIAL), &out, &rejected, NULL), KVF_OK);
    HOLDS(strstr(kvf_bytes_view(out).data, "\"rows\"") != NULL && kvf_rejected_count(rejected) == 0);
    kvf_bytes_free(out), kvf_rejected_free(rejected);
    IS(kvf_worklist_html(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(SOCIAL), KVF_LANG_EN, &out, NULL, NULL), KVF_OK);
    HOLDS(strncmp(kvf_bytes_view(out).data, "<!doctype html>", 15) == 0);
    kvf_bytes_free(out);
    IS(kvf_worklist_xlsx(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(SOCIAL), KVF_LANG_SV, &out, NULL, NULL), KVF_OK);
    HOLDS(memcmp(kvf_bytes_view(out).data, "PK", 2) == 0);
    kvf_bytes_free(out);
    FAILS(kvf_worklist_html(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(SOCIAL), 7, &out, NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_worklist_xlsx(programme, options, 9, KVF_LIT(SOCIAL), KVF_LANG_SV, &out, NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_worklist_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{"), &out, &rejected, &err), KVF_INPUT);
    FAILS(kvf_worklist_json(NULL, NULL, KVF_FORMAT_NDJSON, NULL, 0, &out, NULL, &err), KVF_ARGUMENT);
    HOLDS(out == NULL && rejected == NULL);
}

int main(int argc, char **argv) {
    kvf_rules *rules;
    int rounds = argc > 1 ? atoi(argv[1]) : 1, round;
    IS(kvf_rules_embedded(&rules, NULL), KVF_OK);
    IS(kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid@2012-2014"), NULL, 0, NULL, 0, &programme, NULL), KVF_OK);
    kvf_rules_free(rules);
    IS(kvf_options_new(&options, NULL), KVF_OK);
    IS(kvf_options_add_period(options, KVF_LIT("2013"), NULL), KVF_OK);
    IS(kvf_options_add_by(options, KVF_LIT("stadsdel"), NULL), KVF_OK);
    IS(kvf_options_set_estimate(options, 1, NULL), KVF_OK);
    for (round = 0; round < rounds; round++) {
        sent(1), sent(0), mistakes(), worklist();
    }
    kvf_options_free(options), kvf_programme_free(programme);
    puts("baselines and worklists are sound");
    return 0;
}
