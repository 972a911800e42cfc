/* Where memory does not suffice for a result that grows with its input, the call says so and the process goes on. */
#define _GNU_SOURCE
#include <kvinnofrid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static size_t in_use(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu", &pages) != 1) exit(3);
    fclose(file);
    return (size_t)pages * 4096;
}

/* From here on at most so many bytes more than are in use. */
static void allow(size_t most) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0) exit(3);
    limit.rlim_cur = in_use() + most;
    if (setrlimit(RLIMIT_AS, &limit) != 0) exit(3);
}

int main(void) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_bytes *out;
    kvf_error *err = NULL;
    /* 3 bytes a record in, more than a hundred out. */
    size_t lines = 300000, len = 3 * lines, line, most = (size_t)24 << 20;
    char *many = malloc(len), *long_map = calloc(8, most);
    if (many == NULL || long_map == NULL) return 3;
    for (line = 0; line < lines; line++) memcpy(many + 3 * line, "{}\n", 3);
    memset(long_map, '#', 8 * most);
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK || kvf_options_new(&options, NULL) != KVF_OK) return 4;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 4;
    if (kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) return 4;
    if (kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, many, 3, &out, NULL, NULL) != KVF_OK) return 5;
    kvf_bytes_free(out);

    allow(most);
    if (kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, many, len, &out, NULL, &err) != KVF_LIMIT) return 6;
    if (out != NULL) return 7;
    printf("%s\n", kvf_error_message(err, KVF_LANG_EN).data);
    KVF_CLEAR(error, err);
    allow(most);
    if (kvf_options_set_map(options, long_map, 8 * most, &err) != KVF_LIMIT) return 8;
    KVF_CLEAR(error, err);
    if (kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, many, 3000, &out, NULL, &err) != KVF_OK) return 9;
    printf("%lu lines\n", (unsigned long)kvf_bytes_view(out).len / (unsigned long)(strchr(kvf_bytes_view(out).data, '\n') - kvf_bytes_view(out).data + 1));
    kvf_bytes_free(out), kvf_options_free(options), kvf_programme_free(programme), kvf_rules_free(rules);
    free(many), free(long_map);
    return 0;
}
