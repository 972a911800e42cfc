/* Faults on purpose, to prove that the tools that watch the other programs would see them. */
#include <kvinnofrid.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static int counter;
static void *count(void *unused) {
    int i;
    (void)unused;
    for (i = 0; i < 100000; i++) counter++;
    return NULL;
}

int main(int argc, char **argv) {
    const char *which = argc > 1 ? argv[1] : "";
    if (strcmp(which, "after-free") == 0) {
        kvf_rules *rules;
        kvf_bytes *out;
        const char *text;
        if (kvf_rules_embedded(&rules, NULL) != KVF_OK) return 0;
        if (kvf_rules_check_json(rules, KVF_LANG_SV, &out, NULL) != KVF_OK) return 0;
        text = kvf_bytes_view(out).data;
        kvf_bytes_free(out);
        kvf_rules_free(rules);
        return text[0] == 'x';
    }
    if (strcmp(which, "overflow") == 0) {
        volatile int large = 2147483647;
        large += argc;
        return large == 0;
    }
    if (strcmp(which, "leak") == 0) {
        kvf_options *options;
        return kvf_options_new(&options, NULL);
    }
    if (strcmp(which, "race") == 0) {
        pthread_t a, b;
        pthread_create(&a, NULL, count, NULL);
        pthread_create(&b, NULL, count, NULL);
        pthread_join(a, NULL);
        pthread_join(b, NULL);
    }
    return 0;
}
