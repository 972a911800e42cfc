/* Eight threads share a programme, each with options of its own; all the while one pair fights over the same options. */

#include <kvinnofrid.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 8
#define ROUNDS 400

#define PERSON "{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\"}"
static kvf_programme *programme;
static kvf_options *shared;

static void *work(void *unused) {
    kvf_options *options;
    kvf_bytes *out;
    char first[512] = "";
    int round;
    (void)unused;
    if (kvf_options_new(&options, NULL) != KVF_OK) return "options";
    if (kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) return "period";
    for (round = 0; round < ROUNDS; round++) {
        int32_t status;
        if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT(PERSON), &out, NULL, NULL) != KVF_OK)
            return "classify";
        if (round == 0) strncpy(first, kvf_bytes_view(out).data, sizeof first - 1);
        else if (strcmp(first, kvf_bytes_view(out).data) != 0) return "another answer";
        kvf_bytes_free(out);
        status = kvf_classify_json(programme, shared, KVF_FORMAT_JSON, KVF_LIT(PERSON), &out, NULL, NULL);
        if (status != KVF_OK && status != KVF_BUSY) return "shared options";
        kvf_bytes_free(out);
    }
    kvf_options_free(options);
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    kvf_rules *rules;
    int i, bad = 0;
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK) return 2;
    /* No edition is chosen: each thread's periods do that. */
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 2;
    if (kvf_options_new(&shared, NULL) != KVF_OK) return 2;
    if (kvf_options_add_period(shared, KVF_LIT("2013"), NULL) != KVF_OK) return 2;
    for (i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, work, NULL);
    for (i = 0; i < THREADS; i++) {
        void *what = NULL;
        pthread_join(threads[i], &what);
        if (what != NULL) fprintf(stderr, "thread %d: %s\n", i, (char *)what), bad = 1;
    }
    kvf_options_free(shared);
    kvf_programme_free(programme);
    kvf_rules_free(rules);
    if (!bad) puts("all threads agree");
    return bad;
}
