/*
 * A batch of persons through Arrow, made and read with nanoarrow: their target groups, an error handled, and a year counted.
 *
 *   cc arrow.c $(pkg-config --cflags --libs kvinnofrid nanoarrow)
 *
 * A real case system has columns already. Here two persons are written into the columns that the programme asks for.
 */
#include <nanoarrow/nanoarrow.h>

#include <kvinnofrid.h>

#include <stdio.h>
#include <string.h>

static int failed(kvf_error *err) {
    fprintf(stderr, "%s\n", kvf_error_message(err, KVF_LANG_EN).data);
    kvf_error_free(err);
    return 1;
}

/* A field of a record: its name, and a text, a list of one element, or a day. */
struct value {
    const char *field, *text;
    int32_t day;
    const struct value *element;
    int fields;
};

/* One row of a struct: what is given, and null in every other column. */
static int append(struct ArrowArray *row, const struct ArrowSchema *schema, const struct value *values, int count) {
    int64_t column;
    int given;
    for (column = 0; column < schema->n_children; column++) {
        const struct value *value = NULL;
        for (given = 0; given < count; given++)
            if (strcmp(values[given].field, schema->children[column]->name) == 0) value = &values[given];
        if (value == NULL) {
            NANOARROW_RETURN_NOT_OK(ArrowArrayAppendNull(row->children[column], 1));
        } else if (value->text != NULL) {
            NANOARROW_RETURN_NOT_OK(ArrowArrayAppendString(row->children[column], ArrowCharView(value->text)));
        } else if (value->element != NULL) {
            struct ArrowArray *list = row->children[column];
            const struct ArrowSchema *of = schema->children[column];
            NANOARROW_RETURN_NOT_OK(append(list->children[0], of->children[0], value->element, value->fields));
            NANOARROW_RETURN_NOT_OK(ArrowArrayFinishElement(list));
        } else {
            NANOARROW_RETURN_NOT_OK(ArrowArrayAppendInt(row->children[column], value->day));
        }
    }
    return ArrowArrayFinishElement(row);
}

/* Two persons as a stream of one batch. `sex` is the first one's. */
static int persons(const kvf_programme *programme, const char *sex, struct ArrowArrayStream *out, kvf_error **err) {
    const struct value violence[] = {{"roll", "våldsutsatt", 0, NULL, 0},
                                     {"kategori", "våld_i_nära_relation", 0, NULL, 0},
                                     {"relation", "sambo", 0, NULL, 0},
                                     {"från", NULL, 15646 /* 2012-11-02 */, NULL, 0}};
    const struct value woman[] = {{"id", "a1", 0, NULL, 0},
                                  {"kön", sex, 0, NULL, 0},
                                  {"födelsedatum", NULL, 3789 /* 1980-05-17 */, NULL, 0},
                                  {"våld", NULL, 0, violence, 4}};
    const struct value man[] = {{"id", "a2", 0, NULL, 0}, {"kön", "man", 0, NULL, 0}};
    struct ArrowSchema schema;
    struct ArrowArray batch;
    if (kvf_schema_arrow(programme, NULL, &schema, err) != KVF_OK) return 1;
    NANOARROW_RETURN_NOT_OK(ArrowArrayInitFromSchema(&batch, &schema, NULL));
    NANOARROW_RETURN_NOT_OK(ArrowArrayStartAppending(&batch));
    NANOARROW_RETURN_NOT_OK(append(&batch, &schema, woman, 4));
    NANOARROW_RETURN_NOT_OK(append(&batch, &schema, man, 2));
    NANOARROW_RETURN_NOT_OK(ArrowArrayFinishBuildingDefault(&batch, NULL));
    NANOARROW_RETURN_NOT_OK(ArrowBasicArrayStreamInit(out, &schema, 1));
    ArrowBasicArrayStreamSetArray(out, 0, &batch);
    return 0;
}

/* Prints the batches of a stream, and releases it. */
static int print(struct ArrowArrayStream *stream) {
    struct ArrowSchema schema;
    struct ArrowArray batch;
    struct ArrowArrayView view;
    int64_t row, column;
    NANOARROW_RETURN_NOT_OK(ArrowArrayStreamGetSchema(stream, &schema, NULL));
    NANOARROW_RETURN_NOT_OK(ArrowArrayViewInitFromSchema(&view, &schema, NULL));
    for (;;) {
        NANOARROW_RETURN_NOT_OK(ArrowArrayStreamGetNext(stream, &batch, NULL));
        if (batch.release == NULL) break;
        NANOARROW_RETURN_NOT_OK(ArrowArrayViewSetArray(&view, &batch, NULL));
        for (row = 0; row < batch.length; row++) {
            struct ArrowStringView key = ArrowArrayViewGetStringUnsafe(view.children[0], row);
            printf("%.*s:", (int)key.size_bytes, key.data);
            for (column = 1; column < schema.n_children; column++) {
                const struct ArrowArrayView *group = view.children[column];
                printf(" %s=%s", schema.children[column]->name,
                       ArrowArrayViewIsNull(group, row) ? "unknown" : ArrowArrayViewGetIntUnsafe(group, row) ? "yes" : "no");
            }
            printf("\n");
        }
        ArrowArrayRelease(&batch);
    }
    ArrowArrayViewReset(&view);
    ArrowSchemaRelease(&schema);
    ArrowArrayStreamRelease(stream);
    return 0;
}

int main(void) {
    kvf_rules *rules = NULL;
    kvf_programme *programme = NULL;
    kvf_options *options = NULL;
    kvf_partial *partial = NULL;
    kvf_error *err = NULL;
    struct ArrowArrayStream in, out;
    struct ArrowArray report;

    if (kvf_rules_embedded(&rules, &err) != KVF_OK) return failed(err);
    if (kvf_programme_load(rules, KVF_LIT("stockholm/kvinnofrid@2012-2014"), NULL, 0, NULL, 0, &programme, &err) != KVF_OK)
        return failed(err);
    if (kvf_options_new(&options, &err) != KVF_OK) return failed(err);
    if (kvf_options_add_period(options, KVF_LIT("2013"), &err) != KVF_OK) return failed(err);

    /* The stream that goes in is moved: it is released whatever the call answers. */
    if (persons(programme, "kvinna", &in, &err) != 0) return failed(err);
    if (kvf_classify_arrow(programme, options, &in, &out, NULL, &err) != KVF_OK) return failed(err);
    if (print(&out) != 0) return 1;

    /* A code that the schema does not have. */
    if (persons(programme, "K", &in, &err) != 0) return failed(err);
    if (kvf_classify_arrow(programme, options, &in, &out, NULL, &err) == KVF_INPUT) {
        printf("row %lu, field %s\n", (unsigned long)kvf_error_row(err), kvf_error_field(err).data);
        kvf_error_free(err);
    }

    /* A year counted, and its figures as a table. */
    if (persons(programme, "kvinna", &in, &err) != 0) return failed(err);
    if (kvf_partial_new(programme, options, &partial, &err) != KVF_OK) return failed(err);
    if (kvf_partial_add_arrow(partial, &in, NULL, &err) != KVF_OK) return failed(err);
    if (kvf_partial_finish_arrow(partial, &out, &err) != KVF_OK) return failed(err);
    if (ArrowArrayStreamGetNext(&out, &report, NULL) != 0) return 1;
    printf("%ld figures\n", (long)report.length);
    ArrowArrayRelease(&report);
    ArrowArrayStreamRelease(&out);

    kvf_partial_free(partial);
    kvf_options_free(options);
    kvf_programme_free(programme);
    kvf_rules_free(rules);
    return 0;
}
