/*
 * Which target groups a person belongs to, what is wrong with a record, and the figures of a year.
 *
 *   cc classify.c $(pkg-config --cflags --libs kvinnofrid) && ./a.out personer.ndjson
 */
#include <kvinnofrid.h>

#include <stdio.h>
#include <stdlib.h>

static const char PERSON[] =
    "{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"våld\": [{\"roll\": \"våldsutsatt\","
    " \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]}";

static int failed(kvf_error *err) {
    fprintf(stderr, "%s\n", kvf_error_message(err, KVF_LANG_EN).data);
    kvf_error_free(err);
    return 1;
}

int main(int argc, char **argv) {
    kvf_rules *rules = NULL;
    kvf_programme *programme = NULL;
    kvf_options *options = NULL;
    kvf_partial *partial = NULL;
    kvf_bytes *out = NULL;
    kvf_error *err = NULL;
    static char line[1 << 16];
    FILE *file;

    /* The library that is loaded may be older than the header. */
    if (!KVF_IS_COMPATIBLE()) return 2;

    /* Ten lines to a classification. */
    if (kvf_rules_embedded(&rules, &err) != KVF_OK) return failed(err);
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, &err) != KVF_OK)
        return failed(err);
    if (kvf_options_new(&options, &err) != KVF_OK) return failed(err);
    if (kvf_options_add_period(options, KVF_LIT("2013"), &err) != KVF_OK) return failed(err);
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, PERSON, sizeof PERSON - 1, &out, NULL, &err) != KVF_OK)
        return failed(err);
    printf("%s", kvf_bytes_view(out).data);
    kvf_bytes_free(out);

    /* A record that is not as the schema says: the error names the row and the field, never the value. */
    if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": \"a2\", \"kön\": \"K\"}"), &out, NULL,
                          &err) == KVF_INPUT) {
        printf("row %lu, field %s\n", (unsigned long)kvf_error_row(err), kvf_error_field(err).data);
        kvf_error_free(err);
    }

    /* A population, a line at a time; bad records are counted and skipped. */
    if (argc > 1 && (file = fopen(argv[1], "rb")) != NULL) {
        if (kvf_options_set_on_error(options, KVF_ON_ERROR_SKIP, &err) != KVF_OK) return failed(err);
        if (kvf_options_add_by(options, KVF_LIT("stadsdel"), &err) != KVF_OK) return failed(err);
        if (kvf_partial_new(programme, options, &partial, &err) != KVF_OK) return failed(err);
        while (fgets(line, sizeof line, file) != NULL) {
            size_t len = 0;
            while (line[len] != '\0') len++;
            if (kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, line, len, NULL, &err) != KVF_OK) return failed(err);
        }
        fclose(file);
        if (kvf_partial_finish_json(partial, &out, &err) != KVF_OK) return failed(err);
        printf("%s", kvf_bytes_view(out).data);
        kvf_bytes_free(out);
    }
    KVF_CLEAR(partial, partial);
    KVF_CLEAR(options, options);
    KVF_CLEAR(programme, programme);
    KVF_CLEAR(rules, rules);
    return 0;
}
