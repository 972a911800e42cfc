/* Arrow streams built and read by hand, following the specification: the same answers as from JSON; everything that is moved
 * is released once on every path; a producer's failures are reported without its own message; malformed streams are rejected. */

#include <kvinnofrid.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOLDS(what)                                                                                 \
    do {                                                                                            \
        if (!(what)) {                                                                              \
            fprintf(stderr, "line %d: not so: %s\n", __LINE__, #what);                              \
            exit(1);                                                                                \
        }                                                                                           \
    } while (0)
#define IS(call, expected)                                                                          \
    do {                                                                                            \
        int32_t is_ = (call);                                                                       \
        if (is_ != (expected)) {                                                                    \
            fprintf(stderr, "line %d: %s answers %d\n", __LINE__, #call, (int)is_);                 \
            exit(1);                                                                                \
        }                                                                                           \
    } while (0)
/* The call fails as expected; `says` is in its message. */
#define FAILS(call, expected, says)                                                                 \
    do {                                                                                            \
        IS(call, expected);                                                                         \
        HOLDS(err != NULL && strstr(kvf_error_message(err, KVF_LANG_EN).data, says) != NULL);       \
        kvf_error_free(err);                                                                        \
    } while (0)

/* How many streams, schemas and arrays of ours are not released. */
static int alive;

enum lie { HONEST, WRONG_TYPE, NO_UTF8, OFFSETS, NO_STRUCT, NO_SCHEMA, FAILING, SILENT };

/* A table of two columns of text, so many batches of so many rows: `id` is p1, p2…, `second` is by turns this or that. */
struct source {
    const char *second, *words[2];
    int batches, rows, given;
    enum lie lie;
};

static void release_schema(struct ArrowSchema *schema) {
    int64_t i;
    for (i = 0; i < schema->n_children; i++) free(schema->children[i]);
    free(schema->children);
    alive--;
    schema->release = NULL;
}

static void release_column(struct ArrowSchema *schema) { schema->release = NULL; }

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    const struct source *source = stream->private_data;
    int i;
    if (source->lie == NO_SCHEMA) return 5;
    memset(out, 0, sizeof *out);
    out->format = source->lie == NO_STRUCT ? "u" : "+s", out->name = "", out->release = release_schema;
    alive++;
    if (source->lie == NO_STRUCT) return 0;
    out->n_children = 2;
    out->children = calloc(2, sizeof *out->children);
    for (i = 0; i < 2; i++) {
        struct ArrowSchema *child = out->children[i] = calloc(1, sizeof *child);
        child->format = "u", child->name = i == 0 ? "id" : source->second;
        child->flags = ARROW_FLAG_NULLABLE, child->release = release_column;
    }
    if (source->lie == WRONG_TYPE) out->children[1]->format = "i";
    return 0;
}

static void release_text(struct ArrowArray *array) {
    free((void *)array->buffers[1]);
    free((void *)array->buffers[2]);
    free(array->buffers);
    array->release = NULL;
}

static void release_batch(struct ArrowArray *array) {
    int i;
    for (i = 0; i < 2; i++) {
        array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    free(array->buffers);
    alive--;
    array->release = NULL;
}

/* One column of text. */
static struct ArrowArray *text(const struct source *source, int column) {
    struct ArrowArray *array = calloc(1, sizeof *array);
    int32_t *offsets = malloc(sizeof *offsets * ((size_t)source->rows + 1));
    char *bytes = malloc((size_t)source->rows * 32 + 1);
    int row, end = 0;
    offsets[0] = 0;
    for (row = 0; row < source->rows; row++) {
        int number = (source->given - 1) * source->rows + row + 1;
        if (column == 0) end += sprintf(bytes + end, "p%d", number);
        else end += sprintf(bytes + end, "%s", source->words[number % 2]);
        offsets[row + 1] = end;
    }
    if (source->lie == NO_UTF8 && column == 1) bytes[0] = (char)0xFF;
    if (source->lie == OFFSETS && column == 1) offsets[1] = end + 1000;
    array->length = source->rows, array->n_buffers = 3, array->release = release_text;
    array->buffers = calloc(3, sizeof *array->buffers);
    array->buffers[1] = offsets, array->buffers[2] = bytes;
    return array;
}

static int give_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    struct source *source = stream->private_data;
    memset(out, 0, sizeof *out);
    if (source->given == source->batches) return 0;
    if (source->given == 1 && (source->lie == FAILING || source->lie == SILENT)) return 5;
    source->given++;
    out->length = source->rows, out->n_buffers = 1, out->n_children = 2, out->release = release_batch;
    out->buffers = calloc(1, sizeof *out->buffers);
    out->children = calloc(2, sizeof *out->children);
    out->children[0] = text(source, 0), out->children[1] = text(source, 1);
    alive++;
    return 0;
}

static const char *last_error(struct ArrowArrayStream *stream) {
    const struct source *source = stream->private_data;
    return source->lie == SILENT ? NULL : "the database went away";
}

static void release_stream(struct ArrowArrayStream *stream) {
    free(stream->private_data);
    alive--;
    stream->release = NULL;
}

static struct ArrowArrayStream *stream_of(const char *second, const char *a, const char *b, int batches, int rows, enum lie lie) {
    static struct ArrowArrayStream streams[4];
    static int next;
    struct ArrowArrayStream *stream = &streams[next++ % 4];
    struct source *source = malloc(sizeof *source);
    source->second = second, source->words[0] = a, source->words[1] = b;
    source->batches = batches, source->rows = rows, source->given = 0, source->lie = lie;
    stream->get_schema = give_schema, stream->get_next = give_next, stream->get_last_error = last_error;
    stream->release = release_stream, stream->private_data = source;
    alive++;
    return stream;
}

static struct ArrowArrayStream *persons(int batches, int rows, enum lie lie) {
    return stream_of("kön", "man", "kvinna", batches, rows, lie);
}

/* The same persons as lines of JSON. */
static char *lines(int persons, const char *more) {
    char *json = malloc((size_t)persons * 128 + 1);
    int n, end = 0;
    for (n = 1; n <= persons; n++)
        end += sprintf(json + end, "{\"id\": \"p%d\", \"kön\": \"%s\"%s}\n", n, n % 2 ? "kvinna" : "man", more);
    return json;
}

static int32_t stop(void *data) { return --*(int *)data < 0; }

/* How many rows a stream has; each batch's first group must be null for women and false for men. Releases it. */
static int64_t rows_of(struct ArrowArrayStream *stream, int64_t columns) {
    struct ArrowSchema schema;
    struct ArrowArray array;
    int64_t rows = 0, row;
    IS(stream->get_schema(stream, &schema), 0);
    HOLDS(strcmp(schema.format, "+s") == 0 && schema.n_children == columns);
    HOLDS(strcmp(schema.children[0]->name, "id") == 0 && strcmp(schema.children[1]->name, "kvinnor") == 0);
    HOLDS(strcmp(schema.children[1]->format, "b") == 0);
    schema.release(&schema);
    for (;;) {
        const struct ArrowArray *group;
        const unsigned char *known, *bits;
        IS(stream->get_next(stream, &array), 0);
        if (array.release == NULL) break;
        group = array.children[1];
        known = group->buffers[0], bits = group->buffers[1];
        for (row = 0; row < array.length; row++) {
            int64_t at = row + group->offset;
            int woman = (rows + row) % 2 == 0;
            HOLDS(((known[at / 8] >> at % 8) & 1) == !woman);
            HOLDS(woman || ((bits[at / 8] >> at % 8) & 1) == 0);
        }
        rows += array.length;
        array.release(&array);
    }
    /* After the end comes the end. */
    IS(stream->get_next(stream, &array), 0);
    HOLDS(array.release == NULL);
    HOLDS(stream->get_schema(stream, NULL) != 0 && stream->get_last_error(stream) == NULL);
    stream->release(stream);
    HOLDS(stream->release == NULL);
    return rows;
}

static void same_bytes(kvf_partial *a, kvf_partial *b) {
    kvf_bytes *of_a, *of_b;
    IS(kvf_partial_serialize(a, &of_a, NULL), KVF_OK);
    IS(kvf_partial_serialize(b, &of_b, NULL), KVF_OK);
    HOLDS(kvf_bytes_view(of_a).len == kvf_bytes_view(of_b).len);
    HOLDS(memcmp(kvf_bytes_view(of_a).data, kvf_bytes_view(of_b).data, kvf_bytes_view(of_a).len) == 0);
    kvf_bytes_free(of_a), kvf_bytes_free(of_b);
}

int main(int argc, char **argv) {
    kvf_rules *rules;
    kvf_programme *programme;
    kvf_options *options;
    kvf_partial *partial, *other;
    kvf_rejected *rejected;
    kvf_baseline *linked;
    kvf_bytes *bytes, *again;
    kvf_error *err;
    struct ArrowArrayStream *in, out, released;
    struct ArrowSchema schema;
    struct ArrowArray array;
    kvf_table tables[2];
    char *json;
    int rounds = argc > 1 ? atoi(argv[1]) : 1, round, large, patience;

    memset(&released, 0, sizeof released);
    IS(kvf_rules_embedded(&rules, NULL), KVF_OK);
    IS(kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid@2012-2014"), NULL, 0, NULL, 0, &programme, NULL), KVF_OK);
    IS(kvf_options_new(&options, NULL), KVF_OK);

    /* Without a period, without handles, without a stream: what is moved is released all the same. */
    in = persons(1, 4, HONEST);
    FAILS(kvf_classify_arrow(programme, options, in, &out, NULL, &err), KVF_ARGUMENT, "period");
    HOLDS(in->release == NULL && out.release == NULL && alive == 0);
    IS(kvf_options_add_period(options, KVF_LIT("2013"), NULL), KVF_OK);
    in = persons(1, 4, HONEST);
    FAILS(kvf_classify_arrow(NULL, options, in, &out, NULL, &err), KVF_ARGUMENT, "`programme`");
    in = persons(1, 4, HONEST);
    FAILS(kvf_classify_arrow(programme, options, in, NULL, NULL, &err), KVF_ARGUMENT, "`out`");
    HOLDS(in->release == NULL && alive == 0);
    FAILS(kvf_classify_arrow(programme, options, NULL, &out, NULL, &err), KVF_ARGUMENT, "`records`");
    FAILS(kvf_classify_arrow(programme, options, &released, &out, NULL, &err), KVF_INPUT, "released");
    in = persons(1, 4, HONEST);
    FAILS(kvf_partial_add_arrow(NULL, in, NULL, &err), KVF_ARGUMENT, "`partial`");
    FAILS(kvf_partial_finish_arrow(NULL, &out, &err), KVF_ARGUMENT, "`partial`");
    FAILS(kvf_schema_arrow(programme, NULL, NULL, &err), KVF_ARGUMENT, "`out`");
    HOLDS(in->release == NULL && out.release == NULL && alive == 0);

    IS(kvf_schema_arrow(programme, NULL, &schema, NULL), KVF_OK);
    HOLDS(strcmp(schema.format, "+s") == 0 && schema.n_children > 10 && strcmp(schema.children[0]->name, "id") == 0);
    schema.release(&schema);

    for (round = 0; round < rounds; round++) {
        IS(kvf_classify_arrow(programme, options, persons(3, 50, HONEST), &out, NULL, NULL), KVF_OK);
        HOLDS(alive == 0 && rows_of(&out, 4) == 150);
        IS(kvf_options_set_missing(options, 1, NULL), KVF_OK);
        IS(kvf_classify_arrow(programme, options, persons(1, 8, HONEST), &out, NULL, NULL), KVF_OK);
        HOLDS(rows_of(&out, 7) == 8);
        /* What decides comes last, in a dictionary that is released with its column. */
        IS(kvf_options_set_why(options, 1, NULL), KVF_OK);
        IS(kvf_classify_arrow(programme, options, persons(1, 8, HONEST), &out, NULL, NULL), KVF_OK);
        IS(out.get_schema(&out, &schema), 0);
        HOLDS(schema.n_children == 10 && strcmp(schema.children[7]->name, "why_kvinnor") == 0);
        HOLDS(strcmp(schema.children[7]->format, "i") == 0 && strcmp(schema.children[7]->dictionary->format, "u") == 0);
        schema.release(&schema);
        IS(out.get_next(&out, &array), 0);
        HOLDS(array.length == 8 && array.children[7]->null_count == 0 && array.children[7]->dictionary->length > 2);
        array.release(&array), out.release(&out);
        IS(kvf_options_set_missing(options, 0, NULL), KVF_OK);
        IS(kvf_classify_arrow(programme, options, persons(0, 0, HONEST), &out, NULL, NULL), KVF_OK);
        HOLDS(rows_of(&out, 7) == 0);
        IS(kvf_options_set_why(options, 0, NULL), KVF_OK);
        /* No records at all: the columns all the same. */
        IS(kvf_classify_arrow(programme, options, persons(0, 0, HONEST), &out, NULL, NULL), KVF_OK);
        HOLDS(rows_of(&out, 4) == 0);
        /* An output that nobody reads. */
        IS(kvf_classify_arrow(programme, options, persons(2, 9, HONEST), &out, NULL, NULL), KVF_OK);
        IS(out.get_next(&out, &array), 0);
        out.release(&out);
        HOLDS(array.length == 9);
        array.release(&array);

        /* Lies and failures. */
        FAILS(kvf_classify_arrow(programme, options, persons(1, 4, WRONG_TYPE), &out, NULL, &err), KVF_INPUT, "kön: ");
        FAILS(kvf_classify_arrow(programme, options, persons(1, 4, NO_UTF8), &out, NULL, &err), KVF_INPUT, "");
        FAILS(kvf_classify_arrow(programme, options, persons(1, 4, OFFSETS), &out, NULL, &err), KVF_INPUT, "");
        FAILS(kvf_classify_arrow(programme, options, persons(1, 4, NO_STRUCT), &out, NULL, &err), KVF_INPUT, "");
        FAILS(kvf_classify_arrow(programme, options, persons(1, 4, NO_SCHEMA), &out, NULL, &err), KVF_INPUT, "source of the Arrow stream failed");
        FAILS(kvf_classify_arrow(programme, options, persons(3, 4, FAILING), &out, NULL, &err), KVF_INPUT, "source of the Arrow stream failed");
        FAILS(kvf_classify_arrow(programme, options, persons(3, 4, SILENT), &out, NULL, &err), KVF_INPUT, "");
        HOLDS(alive == 0 && out.release == NULL);
        in = persons(1, 4, HONEST), in->get_schema = NULL;
        FAILS(kvf_classify_arrow(programme, options, in, &out, NULL, &err), KVF_INPUT, "");
        HOLDS(alive == 0);

        /* Figures: the same partial as from JSON, and the report as a table. */
        json = lines(60, "");
        IS(kvf_partial_new(programme, options, &partial, NULL), KVF_OK);
        IS(kvf_partial_new(programme, options, &other, NULL), KVF_OK);
        IS(kvf_partial_add_arrow(partial, persons(3, 20, HONEST), NULL, NULL), KVF_OK);
        IS(kvf_partial_add_json(other, KVF_FORMAT_NDJSON, json, strlen(json), NULL, NULL), KVF_OK);
        same_bytes(partial, other);
        FAILS(kvf_partial_add_arrow(partial, persons(1, 1, HONEST), NULL, &err), KVF_ARGUMENT, "");
        IS(kvf_partial_finish_arrow(partial, &out, NULL), KVF_OK);
        kvf_partial_free(partial), kvf_partial_free(other), free(json);
        IS(out.get_schema(&out, &schema), 0);
        HOLDS(strcmp(schema.children[0]->name, "programme") == 0 && schema.metadata != NULL);
        IS(out.get_next(&out, &array), 0);
        HOLDS(array.length == 15);
        array.release(&array), schema.release(&schema), out.release(&out);

        /* Persons of a source: the same baseline as from JSON. */
        json = lines(60, "");
        IS(kvf_baseline_new(programme, options, &linked, NULL), KVF_OK);
        IS(kvf_baseline_add_arrow(linked, KVF_LIT("polis"), persons(3, 20, HONEST), NULL, NULL), KVF_OK);
        IS(kvf_baseline_finish_json(linked, NULL, NULL, 0, NULL, 0, &bytes, NULL), KVF_OK);
        kvf_baseline_free(linked);
        IS(kvf_baseline_new(programme, options, &linked, NULL), KVF_OK);
        IS(kvf_baseline_add_json(linked, KVF_LIT("polis"), KVF_FORMAT_NDJSON, json, strlen(json), NULL, NULL), KVF_OK);
        IS(kvf_baseline_finish_json(linked, NULL, NULL, 0, NULL, 0, &again, NULL), KVF_OK);
        HOLDS(strcmp(kvf_bytes_view(bytes).data, kvf_bytes_view(again).data) == 0);
        kvf_bytes_free(bytes), kvf_bytes_free(again), kvf_baseline_free(linked), free(json);
        IS(kvf_baseline_new(programme, options, &linked, NULL), KVF_OK);
        FAILS(kvf_baseline_add_arrow(linked, KVF_LIT("polis"), persons(3, 4, FAILING), NULL, &err), KVF_INPUT, "source of the Arrow stream failed");
        HOLDS(alive == 0);
        kvf_baseline_free(linked);

        /* Lists in tables of their own. */
        json = lines(8, ", \"insatser\": [{\"typ\": \"annan\"}], \"placeringar\": []");
        tables[0].list.data = "insatser", tables[0].list.len = 8;
        tables[1].list.data = "placeringar", tables[1].list.len = 11;
        IS(kvf_partial_new(programme, options, &partial, NULL), KVF_OK);
        IS(kvf_partial_new(programme, options, &other, NULL), KVF_OK);
        tables[0].rows = stream_of("typ", "annan", "annan", 2, 4, HONEST);
        tables[1].rows = stream_of("orsak", "annan", "annan", 0, 0, HONEST);
        IS(kvf_partial_add_tables(partial, persons(1, 8, HONEST), tables, 2, NULL, NULL), KVF_OK);
        IS(kvf_partial_add_json(other, KVF_FORMAT_NDJSON, json, strlen(json), NULL, NULL), KVF_OK);
        same_bytes(partial, other);
        kvf_partial_free(partial), kvf_partial_free(other), free(json);
        /* Classified likewise: `typ` is no field of våld, and who has no row there is in no group. */
        tables[0].rows = stream_of("typ", "annan", "annan", 2, 4, HONEST);
        tables[1].rows = stream_of("orsak", "annan", "annan", 0, 0, HONEST);
        IS(kvf_classify_tables(programme, options, persons(2, 8, HONEST), tables, 2, &out, &rejected, NULL), KVF_OK);
        HOLDS(alive == 0 && rows_of(&out, 4) == 16 && kvf_rejected_count(rejected) == 0);
        kvf_rejected_free(rejected);
        IS(kvf_options_set_missing(options, 1, NULL), KVF_OK);
        tables[0].rows = stream_of("typ", "annan", "annan", 0, 0, HONEST);
        IS(kvf_classify_tables(programme, options, persons(0, 0, HONEST), tables, 1, &out, NULL, NULL), KVF_OK);
        HOLDS(rows_of(&out, 7) == 0);
        IS(kvf_options_set_missing(options, 0, NULL), KVF_OK);
        tables[0].list.data = "våld", tables[0].list.len = 5;
        tables[0].rows = stream_of("roll", "annan", "annan", 0, 0, HONEST);
        IS(kvf_classify_tables(programme, options, persons(1, 8, HONEST), tables, 1, &out, NULL, NULL), KVF_OK);
        IS(out.get_next(&out, &array), 0);
        HOLDS(array.length == 8 && array.children[1]->null_count == 0);
        array.release(&array), out.release(&out);
        tables[0].rows = stream_of("roll", "annan", "annan", 3, 4, HONEST);
        FAILS(kvf_classify_tables(programme, options, persons(1, 8, HONEST), tables, 1, &out, NULL, &err), KVF_INPUT, "våld");
        /* A list that no target group asks is released and not looked into. */
        tables[0].list.data = "insatser", tables[0].list.len = 8;
        tables[0].rows = stream_of("typ", "annan", "annan", 3, 4, HONEST);
        IS(kvf_classify_tables(programme, options, persons(1, 8, HONEST), tables, 1, &out, NULL, NULL), KVF_OK);
        HOLDS(alive == 0 && rows_of(&out, 4) == 8);
        tables[0].rows = stream_of("typ", "annan", "annan", 1, 4, HONEST), tables[1].rows = NULL;
        FAILS(kvf_classify_tables(programme, options, persons(1, 8, HONEST), tables, 2, &out, NULL, &err), KVF_ARGUMENT, "`rows`");
        tables[0].rows = stream_of("typ", "annan", "annan", 1, 4, HONEST);
        FAILS(kvf_classify_tables(NULL, options, persons(1, 8, HONEST), tables, 1, &out, NULL, &err), KVF_ARGUMENT, "`programme`");
        HOLDS(alive == 0 && out.release == NULL);
        IS(kvf_partial_new(programme, options, &partial, NULL), KVF_OK);
        tables[0].rows = stream_of("typ", "annan", "annan", 1, 4, HONEST), tables[1].rows = NULL;
        FAILS(kvf_partial_add_tables(partial, persons(1, 8, HONEST), tables, 2, NULL, &err), KVF_ARGUMENT, "`rows`");
        FAILS(kvf_partial_add_tables(partial, persons(1, 8, HONEST), NULL, 2, NULL, &err), KVF_ARGUMENT, "`tables`");
        HOLDS(alive == 0);
        tables[0].rows = stream_of("typ", "annan", "annan", 3, 4, HONEST);
        FAILS(kvf_partial_add_tables(partial, persons(1, 8, HONEST), tables, 1, NULL, &err), KVF_INPUT, "insatser");
        FAILS(kvf_partial_finish_arrow(partial, &out, &err), KVF_ARGUMENT, "failed midway");
        HOLDS(alive == 0 && out.release == NULL);
        kvf_partial_free(partial);

        /* Skipped records: where they are, and why. */
        IS(kvf_options_set_on_error(options, KVF_ON_ERROR_SKIP, NULL), KVF_OK);
        IS(kvf_classify_arrow(programme, options, stream_of("kön", "man", "K", 2, 30, HONEST), &out, &rejected, NULL), KVF_OK);
        HOLDS(rows_of(&out, 4) == 60 && kvf_rejected_count(rejected) == 30);
        HOLDS(kvf_error_row(kvf_rejected_reason(rejected, 19)) == 39 && kvf_rejected_reason(rejected, 20) == NULL);
        kvf_rejected_free(rejected);
        IS(kvf_partial_new(programme, options, &partial, NULL), KVF_OK);
        IS(kvf_partial_add_arrow(partial, stream_of("kön", "man", "K", 1, 10, HONEST), &rejected, NULL), KVF_OK);
        HOLDS(kvf_rejected_count(rejected) == 5 && kvf_error_row(kvf_rejected_reason(rejected, 4)) == 9);
        kvf_rejected_free(rejected), kvf_partial_free(partial);
        IS(kvf_options_set_on_error(options, KVF_ON_ERROR_STOP, NULL), KVF_OK);
        HOLDS(alive == 0);
    }

    /* Several threads: the same, and the producer is only called in this one. Fewer rows where a tool makes each cost much. */
    large = argc > 2 ? 10000 : 40000;
    json = lines(large, "");
    IS(kvf_options_set_threads(options, 4, NULL), KVF_OK);
    IS(kvf_classify_arrow(programme, options, persons(2, large / 2, HONEST), &out, NULL, NULL), KVF_OK);
    HOLDS(rows_of(&out, 4) == large);
    IS(kvf_partial_new(programme, options, &partial, NULL), KVF_OK);
    IS(kvf_partial_add_arrow(partial, persons(2, large / 2, HONEST), NULL, NULL), KVF_OK);
    IS(kvf_options_set_threads(options, 1, NULL), KVF_OK);
    IS(kvf_partial_new(programme, options, &other, NULL), KVF_OK);
    IS(kvf_partial_add_json(other, KVF_FORMAT_NDJSON, json, strlen(json), NULL, NULL), KVF_OK);
    same_bytes(partial, other);
    kvf_partial_free(partial), kvf_partial_free(other), free(json);

    /* A callback that stops a long call, within one large batch. */
    patience = 1;
    IS(kvf_options_set_cancel(options, stop, &patience, NULL), KVF_OK);
    FAILS(kvf_classify_arrow(programme, options, persons(1, large, HONEST), &out, NULL, &err), KVF_CANCELLED, "cancelled");
    HOLDS(patience == -1 && alive == 0 && out.release == NULL);
    patience = 1000;
    IS(kvf_classify_arrow(programme, options, persons(1, large, HONEST), &out, NULL, NULL), KVF_OK);
    HOLDS(patience < 1000 && rows_of(&out, 4) == large);

    /* What was handed out stands by itself. */
    IS(kvf_classify_arrow(programme, options, persons(1, 5, HONEST), &out, NULL, NULL), KVF_OK);
    kvf_options_free(options), kvf_programme_free(programme), kvf_rules_free(rules);
    HOLDS(rows_of(&out, 4) == 5);
    IS(kvf_rules_embedded(&rules, NULL), KVF_OK);
    IS(kvf_rules_check_json(rules, KVF_LANG_EN, &bytes, NULL), KVF_OK);
    kvf_bytes_free(bytes), kvf_rules_free(rules);
    HOLDS(alive == 0);
    puts("all streams are released");
    return 0;
}
