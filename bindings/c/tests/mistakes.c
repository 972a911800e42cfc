/* The mistakes that a host makes first and the error of each, one a line. Then what a log callback receives. */
#define _GNU_SOURCE
#include <kvinnofrid.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define SAYS(call)                                                                          \
    do {                                                                                    \
        kvf_error *err_ = NULL;                                                             \
        int32_t status_ = (call);                                                           \
        printf("%d %s\n", (int)status_, err_ ? kvf_error_message(err_, KVF_LANG_EN).data : "ok"); \
        KVF_CLEAR(error, err_);                                                             \
        if (err_ != NULL) return 1;                                                         \
    } while (0)

static kvf_programme *programme;
static kvf_options *options;
static int asked;

static void *other_thread(void *data) {
    kvf_options_add_by(options, KVF_LIT("stadsdel"), data);
    return NULL;
}

static int32_t ask(void *data) {
    kvf_error **err = data;
    pthread_t id;
    if (asked++ > 0) return 0;
    kvf_options_add_by(options, KVF_LIT("stadsdel"), err);
    if (pthread_create(&id, NULL, other_thread, err + 1) == 0) pthread_join(id, NULL);
    return 0;
}

static void hear(void *data, int32_t level, kvf_text message) {
    fprintf(data, "%s: %s\n", level == KVF_LOG_ERROR ? "error" : "warning", message.data);
}

int main(void) {
    static const char utf16[] = {'2', 0, '0', 0, '1', 0, '3', 0}, latin[] = "k\xF6n";
    static const char wide_json[] = {'{', 0, '"', 0, 'i', 0, 'd', 0, '"', 0, ':', 0, '1', 0, '}', 0};
    static const char two_elements[] = "{\"id\": 1, \"våld\": [null, null]}";
    static const char wide_marked[] = {'\xFE', '\xFF', 0, '{', 0, '}'};
    kvf_rules *rules, *other_rules;
    kvf_partial *partial;
    kvf_bytes *out;
    kvf_error *errors[2] = {NULL, NULL};
    int i;
    if (!KVF_IS_COMPATIBLE()) return 2;
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK || kvf_options_new(&options, NULL) != KVF_OK) return 2;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 2;

    SAYS(kvf_rules_open(KVF_LIT(""), &other_rules, &err_));
    SAYS(kvf_options_add_period(options, "2013", sizeof "2013", &err_));
    SAYS(kvf_options_add_period(options, "20\0003", 4, &err_));
    SAYS(kvf_options_add_period(options, utf16, sizeof utf16, &err_));
    SAYS(kvf_options_add_by(options, latin, strlen(latin), &err_));
    if (kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) return 2;
    SAYS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, "{}", sizeof "{}", &out, NULL, &err_));
    SAYS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, wide_json, sizeof wide_json, &out, NULL, &err_));
    SAYS(kvf_explain_json(programme, options, wide_marked, sizeof wide_marked, KVF_LANG_EN, &out, &err_));
    if (kvf_partial_new(programme, options, &partial, NULL) != KVF_OK) return 2;
    SAYS(kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, "{}\n", sizeof "{}\n", NULL, &err_));
    /* That was no record of the partial: it is as good as before. */
    SAYS(kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1}\n"), NULL, &err_));
    kvf_partial_free(partial);

    /* A limit is lowered, and raised again. */
    SAYS(kvf_options_set_limit(options, KVF_LIT("nesting"), 5, &err_));
    SAYS(kvf_options_set_limit(options, KVF_LIT("elements"), 0, &err_));
    SAYS(kvf_options_set_limit(options, KVF_LIT("elements"), 1, &err_));
    SAYS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, two_elements, strlen(two_elements), &out, NULL, &err_));
    SAYS(kvf_options_set_limit(options, KVF_LIT("elements"), 1000000, &err_));
    SAYS(kvf_classify_json(programme, options, KVF_FORMAT_JSON, two_elements, strlen(two_elements), &out, NULL, &err_));
    kvf_bytes_free(out);

    if (kvf_options_set_cancel(options, ask, errors, NULL) != KVF_OK) return 2;
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": 1}"), &out, NULL, NULL) != KVF_OK) return 3;
    kvf_bytes_free(out);
    for (i = 0; i < 2; i++) {
        printf("%d %s\n", (int)kvf_error_status(errors[i]), kvf_error_message(errors[i], KVF_LANG_EN).data);
        kvf_error_free(errors[i]);
    }
    if (kvf_options_set_cancel(options, NULL, NULL, NULL) != KVF_OK) return 2;

    SAYS(kvf_options_set_log(options, 7, hear, stdout, &err_));
    if (kvf_options_set_log(options, KVF_LANG_EN, hear, stdout, NULL) != KVF_OK) return 2;
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"kön\": 1}"), &out, NULL, NULL) != KVF_INPUT) return 4;
    if (kvf_options_set_on_error(options, KVF_ON_ERROR_SKIP, NULL) != KVF_OK) return 2;
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"kön\": 1}"), &out, NULL, NULL) != KVF_OK) return 4;
    kvf_bytes_free(out);
    /* A misspelt field is no error, and not silent. */
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": 1, \"köm\": \"man\"}"), &out, NULL, NULL)
        != KVF_OK) return 4;
    kvf_bytes_free(out);
    if (kvf_options_warnings_json(options, KVF_LANG_EN, &out, NULL) != KVF_OK) return 4;
    fputs(kvf_bytes_view(out).data, stdout);
    kvf_bytes_free(out);
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": 1}"), &out, NULL, NULL) != KVF_OK) return 4;
    kvf_bytes_free(out);
    if (kvf_options_warnings_json(options, KVF_LANG_EN, &out, NULL) != KVF_OK || kvf_bytes_view(out).len != 3) return 4;
    kvf_bytes_free(out);
    /* Neither is an empty buffer, whatever the calls before had. */
    if (kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(""), &out, NULL, NULL) != KVF_OK) return 4;
    kvf_bytes_free(out);
    if (kvf_members_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT("\n"), &out, NULL, NULL) != KVF_OK) return 4;
    kvf_bytes_free(out);
    if (kvf_explain_json(programme, options, KVF_LIT("{\"id\": 1, \"köm\": \"man\"}"), KVF_LANG_EN, &out, NULL) != KVF_OK) return 4;
    kvf_bytes_free(out);
    if (kvf_options_warnings_json(options, KVF_LANG_EN, &out, NULL) != KVF_OK || kvf_bytes_view(out).len < 4) return 4;
    kvf_bytes_free(out);
    if (kvf_partial_new(programme, options, &partial, NULL) != KVF_OK) return 2;
    kvf_options_free(options);
    if (kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, KVF_LIT("{\"id\": 1, \"köm\": \"man\"}\n"), NULL, NULL) != KVF_OK) return 4;
    if (kvf_partial_finish_json(partial, &out, NULL) != KVF_OK) return 4;
    kvf_bytes_free(out);
    if (kvf_partial_warnings_json(partial, KVF_LANG_SV, &out, NULL) != KVF_OK) return 4;
    fputs(kvf_bytes_view(out).data, stdout);
    kvf_bytes_free(out), kvf_partial_free(partial);
    if (kvf_options_new(&options, NULL) != KVF_OK || kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) return 2;
    if (kvf_options_set_log(options, KVF_LANG_EN, hear, stdout, NULL) != KVF_OK) return 2;
    if (kvf_options_set_on_error(options, KVF_ON_ERROR_SKIP, NULL) != KVF_OK) return 2;
    if (kvf_partial_new(programme, options, &partial, NULL) != KVF_OK) return 2;
    kvf_options_free(options);
    if (kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, KVF_LIT("x\n"), NULL, NULL) != KVF_OK) return 4;
    KVF_CLEAR(partial, partial);
    if (partial != NULL) return 5;
    kvf_programme_free(programme), kvf_rules_free(rules);
    return 0;
}
