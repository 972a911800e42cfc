/* Eight threads make many mixed calls: right ones, whose answers must not change; wrong ones, whose status must be the right one;
 * cancelled ones. Memory is compared after a tenth of the calls and at the end. `program CALLS` prints what it saw. */
#define _POSIX_C_SOURCE 200809L
#include <kvinnofrid.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS 8
/* What allocators keep for threads, and fragments. */
#define MOST_GROWTH ((size_t)24 << 20)

#define WOMAN "{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"känd_sedan\": \"2013-02-01\", \"våld\": " \
    "[{\"roll\": \"våldsutsatt\", \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]}\n"
#define MAN "{\"id\": \"a2\", \"kön\": \"man\", \"våld\": [], \"insatser\": [{}, {\"erbjuden\": \"2013-01-31\"}]}\n"
#define GOOD WOMAN MAN "{\"id\": 3}\n"
#define BAD "{\"id\": 1, \"kön\": \"hund\"}\n"
#define BROKEN "{\"id\": 1, \"våld\": [{]\n"

enum { CLASSIFY, EXPLAIN, MEMBERS, WORKLIST, REPORT, RIGHT, BAD_VALUE = RIGHT, BAD_JSON, BAD_PERIOD, BAD_PARTIAL, NOBODY, CANCELLED, KINDS };

static kvf_rules *rules;
static kvf_programme *programme;
static char *expected[RIGHT];
static unsigned long calls_each;
static unsigned long made[KINDS];
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;

static size_t in_use(void) {
    unsigned long all, resident;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu %lu", &all, &resident) != 2) exit(3);
    fclose(file);
    return (size_t)resident * 4096;
}

static int32_t always(void *data) {
    (void)data;
    return 1;
}

static kvf_options *asked(void) {
    kvf_options *options;
    if (kvf_options_new(&options, NULL) != KVF_OK) exit(4);
    if (kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) exit(4);
    return options;
}

/* A partial that is serialised on its way. */
static int32_t report(kvf_options *options, const char *records, size_t len, kvf_bytes **out, kvf_error **err) {
    kvf_partial *partial = NULL, *other = NULL;
    kvf_bytes *bytes = NULL;
    int32_t status = kvf_partial_new(programme, options, &partial, err);
    *out = NULL;
    if (status == KVF_OK) status = kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, records, len, NULL, err);
    if (status == KVF_OK) status = kvf_partial_serialize(partial, &bytes, err);
    if (status == KVF_OK) {
        kvf_text view = kvf_bytes_view(bytes);
        status = kvf_partial_deserialize(view.data, view.len, &other, err);
    }
    if (status == KVF_OK) status = kvf_partial_finish_json(other, out, err);
    kvf_bytes_free(bytes), kvf_partial_free(partial), kvf_partial_free(other);
    return status;
}

static int32_t call(int kind, kvf_options *options, kvf_options *wrong, kvf_options *cancelled, kvf_bytes **out, kvf_error **err) {
    kvf_partial *partial = NULL;
    kvf_programme *none = NULL;
    int32_t status;
    *out = NULL;
    switch (kind) {
        case CLASSIFY: return kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(GOOD), out, NULL, err);
        case EXPLAIN: return kvf_explain_json(programme, options, KVF_LIT(WOMAN), KVF_LANG_SV, out, err);
        case MEMBERS: return kvf_members_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(GOOD), out, NULL, err);
        case WORKLIST: return kvf_worklist_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(GOOD), out, NULL, err);
        case REPORT: return report(options, KVF_LIT(GOOD), out, err);
        case BAD_VALUE: return report(options, KVF_LIT(GOOD BAD), out, err);
        case BAD_JSON: return kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, KVF_LIT(BROKEN), out, NULL, err);
        case BAD_PERIOD: return kvf_classify_json(programme, wrong, KVF_FORMAT_NDJSON, KVF_LIT(GOOD), out, NULL, err);
        case BAD_PARTIAL:
            status = kvf_partial_deserialize(KVF_LIT("KVFPART and what follows"), &partial, err);
            kvf_partial_free(partial);
            return status;
        case NOBODY:
            status = kvf_programme_load(rules, KVF_LIT("ingen/alls"), NULL, 0, NULL, 0, &none, err);
            kvf_programme_free(none);
            return status;
        default: return report(cancelled, KVF_LIT(GOOD), out, err);
    }
}

static const int32_t STATUS[KINDS] = {KVF_OK,    KVF_OK,       KVF_OK,    KVF_OK,       KVF_OK,       KVF_INPUT,
                                      KVF_INPUT, KVF_ARGUMENT, KVF_INPUT, KVF_ARGUMENT, KVF_CANCELLED};

static void *work(void *seed) {
    unsigned long state = (unsigned long)(size_t)seed * 2654435761u + 1, n, own[KINDS] = {0};
    kvf_options *options = asked(), *cancelled = asked(), *wrong;
    const char *failed = NULL;
    int kind;
    /* No edition of the line is in force throughout this. */
    if (kvf_options_new(&wrong, NULL) != KVF_OK || kvf_options_add_period(wrong, KVF_LIT("1999"), NULL) != KVF_OK) exit(4);
    if (kvf_options_set_cancel(cancelled, always, NULL, NULL) != KVF_OK) exit(4);
    for (n = 0; n < calls_each && failed == NULL; n++) {
        kvf_bytes *out;
        kvf_error *err = NULL;
        int32_t status;
        state = state * 6364136223846793005u + 1442695040888963407u;
        kind = (int)((state >> 33) % KINDS);
        status = call(kind, options, wrong, cancelled, &out, &err);
        if (status != STATUS[kind]) {
            fprintf(stderr, "kind %d: status %d: %s\n", kind, (int)status, kvf_error_message(err, KVF_LANG_EN).data);
            failed = "another status";
        } else if (kind < RIGHT) {
            kvf_text view = kvf_bytes_view(out);
            if (view.len != strlen(expected[kind]) || memcmp(view.data, expected[kind], view.len) != 0) failed = "another answer";
        } else if (out != NULL || kvf_error_message(err, KVF_LANG_SV).len == 0) {
            failed = "a failure without a message";
        }
        own[kind]++;
        kvf_bytes_free(out), kvf_error_free(err);
    }
    kvf_options_free(options), kvf_options_free(wrong), kvf_options_free(cancelled);
    pthread_mutex_lock(&counting);
    for (kind = 0; kind < KINDS; kind++) made[kind] += own[kind];
    pthread_mutex_unlock(&counting);
    return (void *)failed;
}

static int round_of(unsigned long calls) {
    pthread_t threads[THREADS];
    int i, bad = 0;
    calls_each = calls / THREADS + 1;
    for (i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, work, (void *)(size_t)(calls + (unsigned long)i));
    for (i = 0; i < THREADS; i++) {
        void *what = NULL;
        pthread_join(threads[i], &what);
        if (what != NULL) fprintf(stderr, "thread %d: %s\n", i, (char *)what), bad = 1;
    }
    return bad;
}

int main(int argc, char **argv) {
    unsigned long calls = argc > 1 ? strtoul(argv[1], NULL, 10) : 4000, all = 0;
    kvf_options *options;
    size_t before, after;
    int kind, bad = 0, tenth;
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK) return 2;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 2;
    options = asked();
    for (kind = 0; kind < RIGHT; kind++) {
        kvf_bytes *out;
        kvf_error *err = NULL;
        if (call(kind, options, options, options, &out, &err) != KVF_OK) return 5;
        expected[kind] = calloc(kvf_bytes_view(out).len + 1, 1);
        memcpy(expected[kind], kvf_bytes_view(out).data, kvf_bytes_view(out).len);
        kvf_bytes_free(out);
    }
    kvf_options_free(options);
    bad |= round_of(calls / 10);
    before = in_use();
    for (tenth = 1; tenth < 10 && !bad; tenth++) bad |= round_of(calls / 10);
    after = in_use();
    for (kind = 0; kind < KINDS; kind++) all += made[kind];
    fprintf(stderr, "%lu calls, %lu cancelled, %lu KiB after a tenth of them, %lu KiB at the end\n", all, made[CANCELLED],
            (unsigned long)before >> 10, (unsigned long)after >> 10);
    if (after > before + MOST_GROWTH) fputs("memory grows\n", stderr), bad = 1;
    for (kind = 0; kind < RIGHT; kind++) free(expected[kind]);
    kvf_programme_free(programme), kvf_rules_free(rules);
    if (!bad) puts("no answer was wrong and memory is flat");
    return bad;
}
