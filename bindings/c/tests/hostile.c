/* Everything a host can get wrong, and that the next call works. Run plain, under ASan and UBSan, and under valgrind. */

#include "host.h"

#define ONE "{\"id\": \"a1\", \"kön\": \"kvinna\"}\n"

struct host {
    int asked, stop_at;
    kvf_programme *programme;
    kvf_options *options;
    int32_t within;
};

static int32_t ask(void *data) {
    struct host *host = data;
    kvf_bytes *out;
    /* A call with the handle that is in use is refused, and does no harm. */
    host->within = kvf_classify_json(host->programme, host->options, KVF_FORMAT_NDJSON, KVF_LIT("{}"), &out, NULL, NULL);
    return ++host->asked >= host->stop_at;
}

int main(int argc, char **argv) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_partial *partial, *other;
    kvf_bytes *out;
    kvf_error *err;
    kvf_rejected *rejected;
    struct host host = {0, 3, NULL, NULL, 0};
    int rounds = argc > 1 ? atoi(argv[1]) : 1, round;

    /* NULL everywhere. */
    kvf_rules_free(NULL), kvf_programme_free(NULL), kvf_options_free(NULL), kvf_partial_free(NULL);
    kvf_bytes_free(NULL), kvf_error_free(NULL), kvf_rejected_free(NULL);
    IS(kvf_error_status(NULL), KVF_OK);
    HOLDS(kvf_error_message(NULL, 0).data == NULL && kvf_error_field(NULL).data == NULL && kvf_error_row(NULL) == 0);
    HOLDS(kvf_error_argument(NULL).len == 0 && kvf_error_findings_json(NULL, 0).len == 0);
    HOLDS(kvf_bytes_view(NULL).data == NULL);
    HOLDS(kvf_rejected_count(NULL) == 0 && kvf_rejected_reason(NULL, 0) == NULL);
    IS(kvf_rules_embedded(NULL, NULL), KVF_ARGUMENT);
    FAILS(kvf_rules_open(NULL, 0, &rules, &err), KVF_ARGUMENT);
    HOLDS(rules == NULL);
    FAILS(kvf_rules_check_json(NULL, 0, &out, &err), KVF_ARGUMENT);
    FAILS(kvf_diff_json(NULL, NULL, NULL, 0, NULL, &out, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(NULL, NULL, 0, NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_options_add_period(NULL, KVF_LIT("2013"), &err), KVF_ARGUMENT);
    FAILS(kvf_partial_new(NULL, NULL, &partial, &err), KVF_ARGUMENT);
    FAILS(kvf_partial_merge(NULL, NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_schema_json(NULL, NULL, &out, &err), KVF_ARGUMENT);
    FAILS(kvf_reasons_json(NULL, NULL, &out, &err), KVF_ARGUMENT);
    FAILS(kvf_options_set_why(NULL, 1, &err), KVF_ARGUMENT);
    FAILS(kvf_explain_json(NULL, NULL, NULL, 0, 0, &out, &err), KVF_ARGUMENT);

    IS(kvf_rules_embedded(&rules, NULL), KVF_OK);
    FAILS(kvf_rules_check_json(rules, 5, &out, &err), KVF_ARGUMENT);
    FAILS(kvf_rules_open(KVF_LIT("no/such/folder"), (kvf_rules **)(void *)&out, &err), KVF_INPUT);
    HOLDS(out == NULL);
    FAILS(kvf_rules_open_signed(NULL, 0, NULL, 0, (kvf_rules **)(void *)&out, &err), KVF_ARGUMENT);
    FAILS(kvf_rules_open_signed(KVF_LIT("."), KVF_LIT("no key"), (kvf_rules **)(void *)&out, &err), KVF_ARGUMENT);
    FAILS(kvf_rules_open_signed(KVF_LIT("no/such/folder"), KVF_LIT("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"),
                                (kvf_rules **)(void *)&out, &err), KVF_INPUT);
    HOLDS(out == NULL);
    FAILS(kvf_rules_open_with(NULL, 0, NULL, 0, NULL, (kvf_rules **)(void *)&out, &err), KVF_ARGUMENT);
    FAILS(kvf_rules_open_with(KVF_LIT("."), KVF_LIT("no key"), NULL, (kvf_rules **)(void *)&out, &err), KVF_ARGUMENT);

    /* Texts: unknown, not UTF-8, with a NUL, without a pointer, longer than memory. */
    FAILS(kvf_programme_load(rules, KVF_LIT("stokholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, KVF_LIT("\xFF\xFE"), NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, KVF_LIT("stockholm\0/kvinnofrid"), NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, NULL, 9, NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, "x", SIZE_MAX, NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, "x", PTRDIFF_MAX, NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, "x", SIZE_MAX / 2 + 1, NULL, 0, NULL, 0, &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, NULL, 0, NULL, 0, KVF_LIT("1313-13-13"), &programme, &err), KVF_ARGUMENT);
    FAILS(kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, KVF_LIT("2015-06-30"), &programme, &err),
          KVF_ARGUMENT);
    HOLDS(programme == NULL);
    FAILS(kvf_programme_load(rules, NULL, 0, NULL, 0, NULL, 0, NULL, &err), KVF_ARGUMENT);
    IS(kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid@2012-2014"), NULL, 0, NULL, 0, &programme, NULL), KVF_OK);
    kvf_rules_free(rules);

    IS(kvf_options_new(&options, NULL), KVF_OK);
    FAILS(kvf_rules_open_with(KVF_LIT("no/such/folder"), NULL, 0, options, (kvf_rules **)(void *)&out, &err), KVF_INPUT);
    HOLDS(out == NULL);
    FAILS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(ONE), &out, NULL, &err), KVF_ARGUMENT);
    FAILS(kvf_options_add_period(options, KVF_LIT("Åtgärd"), &err), KVF_ARGUMENT);
    FAILS(kvf_options_add_period(options, KVF_LIT(""), &err), KVF_ARGUMENT);
    FAILS(kvf_options_set_on(options, KVF_LIT("i dag"), &err), KVF_ARGUMENT);
    FAILS(kvf_options_set_on_error(options, 99, &err), KVF_ARGUMENT);
    FAILS(kvf_options_set_with(options, KVF_LIT("routines,rutin"), &err), KVF_ARGUMENT);
    IS(kvf_options_set_with(options, NULL, 0, NULL), KVF_OK);
    IS(kvf_options_set_threads(options, UINT32_MAX, NULL), KVF_OK);
    IS(kvf_options_set_threads(options, 0, NULL), KVF_OK);
    IS(kvf_options_set_map(options, KVF_LIT("a = 1"), NULL), KVF_OK);
    IS(kvf_options_add_period(options, KVF_LIT("2013"), NULL), KVF_OK);

    FAILS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(ONE), &out, NULL, &err), KVF_INPUT);
    IS(kvf_options_set_map(options, NULL, 0, NULL), KVF_OK);

    for (round = 0; round < rounds; round++) {
        /* Data: none, not JSON, not UTF-8, of another type; a format that is none. */
        IS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, NULL, 0, &out, &rejected, NULL), KVF_OK);
        HOLDS(kvf_bytes_view(out).data[0] == '\0' && kvf_rejected_count(rejected) == 0);
        HOLDS(kvf_rejected_reason(rejected, 0) == NULL);
        kvf_bytes_free(out), kvf_rejected_free(rejected);
        FAILS(kvf_classify_json(programme, options, 9, KVF_LIT(ONE), &out, NULL, &err), KVF_ARGUMENT);
        FAILS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{"), &out, NULL, &err), KVF_INPUT);
        FAILS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("[1,"), &out, NULL, &err), KVF_INPUT);
        FAILS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\":\"\xC3\"}"), &out, NULL, &err), KVF_INPUT);
        FAILS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\":\"a\0b\"}"), &out, NULL, &err), KVF_INPUT);
        FAILS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, ONE, SIZE_MAX, &out, NULL, &err), KVF_ARGUMENT);
        HOLDS(out == NULL);
        FAILS(kvf_explain_json(programme, options, KVF_LIT("[]"), KVF_LANG_SV, &out, &err), KVF_INPUT);
        IS(kvf_explain_json(programme, options, KVF_LIT(ONE), KVF_LANG_EN, &out, NULL), KVF_OK);
        kvf_bytes_free(out);
        IS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(ONE), &out, NULL, NULL), KVF_OK);
        HOLDS(strstr(kvf_bytes_view(out).data, "\"id\":\"a1\"") != NULL);
        kvf_bytes_free(out);
    }

    /* What is larger than the header allows, and where. */
    {
        size_t most = ((size_t)64 << 10) + 1;
        char *large = malloc(most + 16);
        HOLDS(large != NULL);
        memcpy(large, "{\"id\": \"", 8), memset(large + 8, 'a', most), memcpy(large + 8 + most, "\"}", 2);
        FAILS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, large, most + 10, &out, NULL, &err), KVF_LIMIT);
        IS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, large, most + 10, &out, NULL, &err), KVF_LIMIT);
        HOLDS(kvf_error_row(err) == 1 && strcmp(kvf_error_field(err).data, "id") == 0);
        kvf_error_free(err);
        free(large);
    }

    /* Records skipped are counted, call by call. */
    IS(kvf_options_set_on_error(options, KVF_ON_ERROR_SKIP, NULL), KVF_OK);
    for (round = 0; round < 2; round++) {
        IS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("{}\nx\n{\"kön\": 1}\n"), &out, &rejected, NULL), KVF_OK);
        HOLDS(kvf_rejected_count(rejected) == 2 && kvf_error_row(kvf_rejected_reason(rejected, 1)) == 3);
        HOLDS(strcmp(kvf_error_field(kvf_rejected_reason(rejected, 1)).data, "kön") == 0);
        HOLDS(kvf_rejected_reason(rejected, 2) == NULL && kvf_rejected_reason(rejected, SIZE_MAX) == NULL);
        kvf_bytes_free(out), kvf_rejected_free(rejected);
    }
    IS(kvf_options_set_on_error(options, KVF_ON_ERROR_STOP, NULL), KVF_OK);

    /* A partial: not to itself, nothing after finishing, of no use after a failure, damaged bytes refused. */
    IS(kvf_partial_new(programme, options, &partial, NULL), KVF_OK);
    IS(kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, KVF_LIT(ONE), NULL, NULL), KVF_OK);
    FAILS(kvf_partial_merge(partial, partial, &err), KVF_ARGUMENT);
    IS(kvf_partial_serialize(partial, &out, NULL), KVF_OK);
    FAILS(kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, KVF_LIT(ONE), NULL, &err), KVF_ARGUMENT);
    IS(kvf_partial_deserialize(kvf_bytes_view(out).data, kvf_bytes_view(out).len, &other, NULL), KVF_OK);
    FAILS(kvf_partial_merge(partial, other, &err), KVF_INPUT);
    kvf_partial_free(other);
    FAILS(kvf_partial_deserialize(kvf_bytes_view(out).data, kvf_bytes_view(out).len - 1, &other, &err), KVF_INPUT);
    FAILS(kvf_partial_deserialize(NULL, 0, &other, &err), KVF_INPUT);
    HOLDS(other == NULL);
    kvf_bytes_free(out);
    IS(kvf_partial_finish_json(partial, &out, NULL), KVF_OK);
    {
        /* The report as a workbook: an archive, as its first bytes say. */
        kvf_bytes *workbook = NULL;
        IS(kvf_partial_finish_xlsx(partial, KVF_LANG_EN, &workbook, NULL), KVF_OK);
        IS(memcmp(kvf_bytes_view(workbook).data, "PK", 2), 0);
        kvf_bytes_free(workbook);
        FAILS(kvf_partial_finish_xlsx(partial, 7, &workbook, &err), KVF_ARGUMENT);
        FAILS(kvf_partial_finish_xlsx(NULL, KVF_LANG_SV, &workbook, &err), KVF_ARGUMENT);
    }
    kvf_bytes_free(out);
    kvf_partial_free(partial);
    IS(kvf_partial_new(programme, options, &partial, NULL), KVF_OK);
    rejected = (kvf_rejected *)(void *)garbage;
    FAILS(kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, KVF_LIT("{}\n"), &rejected, &err), KVF_INPUT);
    HOLDS(rejected == NULL);
    FAILS(kvf_partial_finish_json(partial, &out, &err), KVF_ARGUMENT);
    kvf_partial_free(partial);

    /* A callback that stops a long call, and uses the handle meanwhile. */
    {
        size_t lines = 20000, len = lines * (sizeof ONE - 1), line;
        char *many = malloc(len);
        HOLDS(many != NULL);
        for (line = 0; line < lines; line++) memcpy(many + line * (sizeof ONE - 1), ONE, sizeof ONE - 1);
        host.programme = programme, host.options = options;
        IS(kvf_options_set_cancel(options, ask, &host, NULL), KVF_OK);
        FAILS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, many, len, &out, NULL, &err), KVF_CANCELLED);
        HOLDS(host.asked == 3 && host.within == KVF_BUSY);
        IS(kvf_options_set_cancel(options, NULL, NULL, NULL), KVF_OK);
        IS(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, many, len, &out, NULL, NULL), KVF_OK);
        kvf_bytes_free(out);
        free(many);
    }
    kvf_options_free(options);
    kvf_programme_free(programme);
    puts("the host is alive");
    return 0;
}
