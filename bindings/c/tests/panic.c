/* A fault of ours, injected: it comes back as a status, and the next call works. */
#include <kvinnofrid.h>
#include <stdio.h>
#include <string.h>

/* A stream of one record, by hand: its key, which is what the fault looks for. */
static const char KEY[] = "injected-panic";
static const int32_t OFFSETS[] = {0, sizeof KEY - 1};
static const void *BUFFERS[] = {NULL, OFFSETS, KEY}, *NO_BUFFERS[] = {NULL};
static struct ArrowSchema key_schema, *key_schemas[] = {&key_schema};
static struct ArrowArray key_array, *key_arrays[] = {&key_array};
static int given;

static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void release_array(struct ArrowArray *array) { array->release = NULL; }
static void release_stream(struct ArrowArrayStream *stream) { stream->release = NULL; }
static const char *no_error(struct ArrowArrayStream *stream) { return stream == NULL ? "" : NULL; }

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    (void)stream;
    memset(out, 0, sizeof *out);
    key_schema.format = "u", key_schema.name = "id", key_schema.flags = ARROW_FLAG_NULLABLE;
    key_schema.release = release_schema;
    out->format = "+s", out->n_children = 1, out->children = key_schemas, out->release = release_schema;
    return 0;
}

static int give_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    (void)stream;
    memset(out, 0, sizeof *out);
    if (given++ > 0) return 0;
    key_array.length = 1, key_array.n_buffers = 3, key_array.buffers = BUFFERS, key_array.release = release_array;
    out->length = 1, out->n_buffers = 1, out->buffers = NO_BUFFERS;
    out->n_children = 1, out->children = key_arrays, out->release = release_array;
    return 0;
}

int main(void) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_bytes *out;
    kvf_error *err;
    int i;
    struct ArrowArrayStream in = {give_schema, give_next, no_error, release_stream, NULL}, stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    if (kvf_rules_embedded(&rules, NULL) != KVF_OK) return 2;
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid"), NULL, 0, NULL, 0, &programme, NULL) != KVF_OK) return 2;
    if (kvf_options_new(&options, NULL) != KVF_OK || kvf_options_add_period(options, KVF_LIT("2013"), NULL) != KVF_OK) return 2;
    for (i = 0; i < 3; i++) {
        if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": \"injected-panic\"}"), &out, NULL, &err)
            != KVF_INTERNAL) return 3;
        if (out != NULL || kvf_error_status(err) != KVF_INTERNAL) return 4;
        if (i == 0) printf("%s\n", kvf_error_message(err, KVF_LANG_EN).data);
        kvf_error_free(err);
        if (kvf_classify_json(programme, options, KVF_FORMAT_JSON, KVF_LIT("{\"id\": 1}"), &out, NULL, &err) != KVF_OK) return 5;
        if (i == 0) printf("%s", kvf_bytes_view(out).data);
        kvf_bytes_free(out);
    }
    /* In a callback of a stream of ours too; what comes after is the end. */
    if (kvf_classify_arrow(programme, options, &in, &stream, NULL, NULL) != KVF_OK) return 6;
    if (stream.get_next(&stream, &array) == 0 || strstr(stream.get_last_error(&stream), "panic") == NULL) return 7;
    if (stream.get_next(&stream, &array) != 0 || array.release != NULL) return 8;
    if (stream.get_schema(&stream, &schema) != 0) return 9;
    schema.release(&schema);
    stream.release(&stream);
    kvf_options_free(options);
    kvf_programme_free(programme);
    kvf_rules_free(rules);
    return 0;
}
