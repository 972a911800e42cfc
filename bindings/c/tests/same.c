/* Prints what the command line prints: `classify FILE`, `why FILE`, `report FILE`, `schema FILE`, `explain FILE`, `check FILE`,
 * `programmes FILE`, `worklist FILE`, or `series FILE RULES`, a report over three editions with its bridges. */

#include <kvinnofrid.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) exit(3);
    rewind(file);
    bytes = malloc((size_t)size);
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) exit(3);
    fclose(file);
    *len = (size_t)size;
    return bytes;
}

static void must(int32_t status, kvf_error *err) {
    if (status == KVF_OK) return;
    fprintf(stderr, "%d: %s\n", (int)status, kvf_error_message(err, KVF_LANG_EN).data);
    kvf_error_free(err);
    exit(1);
}

int main(int argc, char **argv) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_partial *partial = NULL;
    kvf_bytes *out;
    kvf_error *err;
    kvf_text text;
    size_t len;
    char *data;
    if (argc < 3 || argc > 4 || kvf_abi_version() != KVF_ABI_VERSION) return 2;
    data = read_file(argv[2], &len);
    must(kvf_options_new(&options, &err), err);
    if (argc == 4) {
        must(kvf_rules_open(argv[3], strlen(argv[3]), &rules, &err), err);
        must(kvf_programme_load(rules, NULL, 0, NULL, 0, NULL, 0, &programme, &err), err);
        must(kvf_options_add_period(options, KVF_LIT("2014"), &err), err);
        must(kvf_options_add_period(options, KVF_LIT("2016"), &err), err);
        must(kvf_options_add_period(options, KVF_LIT("2017"), &err), err);
        must(kvf_options_add_period(options, KVF_LIT("2020"), &err), err);
        must(kvf_options_set_bridge(options, 1, NULL, 0, &err), err);
    } else {
        must(kvf_rules_embedded(&rules, &err), err);
        must(kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, &err), err);
        must(kvf_options_add_period(options, KVF_LIT("2013"), &err), err);
    }
    if (strcmp(argv[1], "classify") == 0) {
        must(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, data, len, &out, NULL, &err), err);
    } else if (strcmp(argv[1], "why") == 0) {
        must(kvf_options_set_why(options, 1, &err), err);
        must(kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, data, len, &out, NULL, &err), err);
    } else if (strcmp(argv[1], "worklist") == 0) {
        must(kvf_worklist_html(programme, options, KVF_FORMAT_NDJSON, data, len, KVF_LANG_SV, &out, NULL, &err), err);
    } else if (strcmp(argv[1], "reasons") == 0) {
        must(kvf_reasons_json(programme, options, &out, &err), err);
    } else if (strcmp(argv[1], "schema") == 0) {
        must(kvf_schema_json(programme, options, &out, &err), err);
    } else if (strcmp(argv[1], "explain") == 0) {
        const char *end = memchr(data, '\n', len);
        must(kvf_explain_json(programme, options, data, (size_t)(end - data), KVF_LANG_SV, &out, &err), err);
    } else if (strcmp(argv[1], "programmes") == 0) {
        must(kvf_programmes_json(rules, &out, &err), err);
    } else if (strcmp(argv[1], "check") == 0) {
        must(kvf_rules_check_json(rules, KVF_LANG_SV, &out, &err), err);
    } else {
        must(kvf_options_add_by(options, KVF_LIT("stadsdel"), &err), err);
        must(kvf_partial_new(programme, options, &partial, &err), err);
        must(kvf_partial_add_json(partial, KVF_FORMAT_NDJSON, data, len, NULL, &err), err);
        /* What joins a series is in the rules: its partial is not written. */
        if (argc == 4 && kvf_partial_serialize(partial, &out, NULL) != KVF_ARGUMENT) return 4;
        must(kvf_partial_finish_json(partial, &out, &err), err);
    }
    text = kvf_bytes_view(out);
    fwrite(text.data, 1, text.len, stdout);
    kvf_bytes_free(out);
    kvf_partial_free(partial);
    kvf_rules_free(rules);
    kvf_options_free(options);
    kvf_programme_free(programme);
    free(data);
    return 0;
}
