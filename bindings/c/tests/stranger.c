#include <kvinnofrid.h>
#include <stdio.h>
#include <string.h>

/* Whoever has only what is installed: standard input in, a line of JSON out. */
int main(void) {
    static char record[1 << 16];
    kvf_rules *rules = NULL; kvf_programme *programme = NULL; kvf_options *options = NULL; kvf_bytes *out = NULL;
    size_t len = fread(record, 1, sizeof record, stdin);
    if (kvf_rules_embedded(&rules, NULL) || kvf_options_new(&options, NULL) || kvf_options_add_period(options, KVF_LIT("2013"), NULL)
        || kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL)
        || kvf_classify_json(programme, options, KVF_FORMAT_NDJSON, record, len, &out, NULL, NULL)) return 1;
    fputs(kvf_bytes_view(out).data, stdout);
    kvf_bytes_free(out); kvf_options_free(options); kvf_programme_free(programme); kvf_rules_free(rules);
    return 0;
}
