/*
 * kvinnofrid: municipal programmes against violence in close relations as executable rule sets. The C ABI.
 *
 * Generated from bindings/c/src; conventions in prose: bindings/c/README.md.
 *
 * Every call that can fail answers a status. Text goes in as pointer and length in bytes (KVF_LIT() of a literal is both)
 * and is never kept; what comes out belongs to the caller and has a function that frees it. Outputs are NULL at entry and
 * set on success only; `err` may always be NULL. No call ends the process, and there is no state but in handles.
 */

#ifndef KVINNOFRID_H
#define KVINNOFRID_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/** A string literal as two arguments, its pointer and its length: `kvf_options_add_period(o, KVF_LIT("2013"), &err)`. */
#define KVF_LIT(literal) ("" literal), (sizeof(literal) - 1)

/* The structures of the Arrow C data interface and C stream interface, under the guards that their specification gives
 * them, so that this header may be included before or after any other that has them, such as nanoarrow's. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};
#endif


/**
 * The major version of the engine that this header belongs to.
 */
#define KVF_VERSION_MAJOR 0

/**
 * The minor version of the engine that this header belongs to.
 */
#define KVF_VERSION_MINOR 1

/**
 * The patch version of the engine that this header belongs to.
 */
#define KVF_VERSION_PATCH 0

/**
 * The ABI that this header describes. It grows when a program compiled against an earlier header would no longer work;
 * the SONAME carries it.
 */
#define KVF_ABI_VERSION 1

/**
 * The call did what it says; its outputs are set.
 */
#define KVF_OK 0

/**
 * The rule files have errors; kvf_error_findings_json() has them all, with places and suggestions.
 */
#define KVF_RULES 1

/**
 * A record, data or a partial is not as it should be; kvf_error_row() and kvf_error_field() say where.
 */
#define KVF_INPUT 2

/**
 * A rule could not be evaluated for a record: overflow or division by zero.
 */
#define KVF_EVALUATE 3

/**
 * A limit was reached.
 */
#define KVF_LIMIT 4

/**
 * An argument has no meaning: NULL where that is not allowed, not UTF-8, an unknown programme, reading or period.
 */
#define KVF_ARGUMENT 5

/**
 * A fault of this library. Please report it. The process can go on; of the handles, only a partial that was being
 * changed is lost.
 */
#define KVF_INTERNAL 6

/**
 * The host's callback said stop.
 */
#define KVF_CANCELLED 7

/**
 * The handle is in use: by another thread, or by the call that called the callback this call was made from.
 */
#define KVF_BUSY 8

/**
 * Messages in Swedish.
 */
#define KVF_LANG_SV 0

/**
 * Messages in English.
 */
#define KVF_LANG_EN 1

/**
 * A JSON list of objects, or one object.
 */
#define KVF_FORMAT_JSON 0

/**
 * One JSON object a line; lines with nothing but white space are skipped.
 */
#define KVF_FORMAT_NDJSON 1

/**
 * A bad record makes the call fail.
 */
#define KVF_ON_ERROR_STOP 0

/**
 * A bad record is passed over and counted, and the call goes on.
 */
#define KVF_ON_ERROR_SKIP 1

/**
 * Bytes that a call has made, JSON for the most part. Owned by whoever received it, until kvf_bytes_free().
 */
typedef struct kvf_bytes kvf_bytes;

/**
 * Why a call failed: a status, a message in Swedish and English, and where known the place. Immutable. Owned by
 * whoever received it, until kvf_error_free(). Never holds a value of a record.
 */
typedef struct kvf_error kvf_error;

/**
 * What a call asks for: periods, breakdowns, readings. One thread at a time; a second is answered KVF_BUSY.
 *
 * They also keep what the last classification compiled for them, so that only the first call with the same programme and
 * unchanged options pays for that.
 */
typedef struct kvf_options kvf_options;

/**
 * What has been counted so far. **It is personal data**: it holds keys of persons and exact counts of few people. One
 * thread at a time; a second is answered KVF_BUSY.
 *
 * First records are added; the first call that adds up, writes or finishes ends that, and then it only adds up, writes and
 * finishes, as often as wanted. An addition or merge that fails midway makes it of no use: every later call but
 * kvf_partial_free() answers KVF_ARGUMENT, so that nobody reads half a count for a whole one.
 */
typedef struct kvf_partial kvf_partial;

/**
 * A programme, checked and compiled. Immutable; any number of threads may use one at once.
 */
typedef struct kvf_programme kvf_programme;

/**
 * The records that a call has passed over (with KVF_ON_ERROR_SKIP): how many, and of the first of them, at most twenty,
 * where they are and what is wrong. Immutable; never holds a value of a record. Owned by whoever received it, until
 * kvf_rejected_free().
 */
typedef struct kvf_rejected kvf_rejected;

/**
 * Rule sets that were read: all programmes and their editions. Any number of threads may use one at once.
 */
typedef struct kvf_rules kvf_rules;

/**
 * A view of text or bytes that something else owns; the function that answers it says what, and for how long.
 *
 * `data[len]` is a NUL that `len` does not count, so text may be used as a C string. `data` is NULL where there is
 * nothing, and then `len` is 0. Text is UTF-8.
 */
typedef struct {
  /**
   * The first byte, or NULL.
   */
  const char *data;
  /**
   * How many bytes, the NUL not counted.
   */
  size_t len;
} kvf_text;

/**
 * Asked now and then during a long call, in the thread that made the call: 0 to go on, anything else to stop.
 *
 * `data` is what was given with the function. It may not throw, jump out, or use the handles of the call that asks; a
 * call with one of them that is changed by the first answers KVF_BUSY.
 */
typedef int32_t (*kvf_cancel)(void *data);

/**
 * A list of the records that is in a table of its own: a row for each element, with a column of the key of its record,
 * called as in the table of records unless a map says otherwise.
 */
typedef struct {
  /**
   * The name of the list, such as `insatser`. UTF-8; not kept.
   */
  kvf_text list;
  /**
   * Its rows.
   */
  struct ArrowArrayStream *rows;
} kvf_table;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the engine that is linked, such as `0.1.0`.
 *
 * The text is the library's own, valid as long as the library is loaded; there is nothing to free. Never fails. Any
 * thread. Since 0.1.0.
 */
kvf_text kvf_version(void);

/**
 * The ABI of the library that is linked; a program should refuse to go on where it is not KVF_ABI_VERSION.
 *
 * Never fails. Any thread. Since 0.1.0.
 */
int32_t kvf_abi_version(void);

/**
 * The bytes themselves.
 *
 * The view belongs to `bytes` and is valid until it is freed. NULL gives a view of nothing. Never fails. Any number of
 * threads. Since 0.1.0.
 */
kvf_text kvf_bytes_view(const kvf_bytes *bytes);

/**
 * Frees `bytes`, and with it every view of it. NULL is allowed. Since 0.1.0.
 */
void kvf_bytes_free(kvf_bytes *bytes);

/**
 * The status that the call answered. Of NULL: KVF_OK.
 *
 * Never fails. Any number of threads. Since 0.1.0.
 */
int32_t kvf_error_status(const kvf_error *error);

/**
 * What is wrong and what to do about it, in `lang` (KVF_LANG_SV, KVF_LANG_EN; anything else is Swedish).
 *
 * The view belongs to `error` and is valid until it is freed. NULL gives a view of nothing. Never fails. Any number of
 * threads. Since 0.1.0.
 */
kvf_text kvf_error_message(const kvf_error *error,
                           int32_t lang);

/**
 * The row of the data, counted from 1: in NDJSON the line, in a JSON list the place. 0 where none is known, and of NULL.
 *
 * Never fails. Any number of threads. Since 0.1.0.
 */
uint64_t kvf_error_row(const kvf_error *error);

/**
 * The path of the field, such as `insatser[2].erbjuden` (elements counted from 0); nothing where none is known.
 *
 * The view belongs to `error` and is valid until it is freed. NULL gives a view of nothing. Never fails. Any number of
 * threads. Since 0.1.0.
 */
kvf_text kvf_error_field(const kvf_error *error);

/**
 * What the engine calls the argument that has no meaning, such as `period`; nothing where none is known.
 *
 * The view belongs to `error` and is valid until it is freed. NULL gives a view of nothing. Never fails. Any number of
 * threads. Since 0.1.0.
 */
kvf_text kvf_error_argument(const kvf_error *error);

/**
 * Of KVF_RULES, every finding in the rule files as a JSON list, as kvf_rules_check_json() describes it; nothing otherwise.
 * `lang` as for kvf_error_message().
 *
 * The view belongs to `error` and is valid until it is freed. NULL gives a view of nothing. Never fails. Any number of
 * threads. Since 0.1.0.
 */
kvf_text kvf_error_findings_json(const kvf_error *error,
                                 int32_t lang);

/**
 * Frees `error`, and with it every view of it. NULL is allowed. Since 0.1.0.
 */
void kvf_error_free(kvf_error *error);

/**
 * How many records were passed over. Of NULL: 0.
 *
 * Never fails. Any number of threads. Since 0.1.0.
 */
uint64_t kvf_rejected_count(const kvf_rejected *rejected);

/**
 * Why the record was passed over that was the `index`th to be so, counted from 0, for the functions that begin with
 * kvf_error; NULL where there is no such record, where it is not among the first twenty, and of NULL.
 *
 * The error belongs to `rejected` and is valid until it is freed: **do not free it**. Never fails. Any number of threads.
 * Since 0.1.0.
 */
const kvf_error *kvf_rejected_reason(const kvf_rejected *rejected,
                                     size_t index);

/**
 * Frees `rejected`, and with it every error in it. NULL is allowed. Since 0.1.0.
 */
void kvf_rejected_free(kvf_rejected *rejected);

/**
 * The rule sets inside the library.
 *
 * On success `*out` receives rule sets that the caller frees with kvf_rules_free(), in any order with the programmes
 * loaded from them. On failure `*out` is NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free().
 * Any thread. Returns KVF_OK, KVF_ARGUMENT (`out` is NULL) or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_rules_embedded(kvf_rules **out,
                           kvf_error **err);

/**
 * The rule sets below a folder: `city/programme/edition/` with its `.rhai` files, any folder above or below it, or one
 * file, which stands for its folder.
 *
 * `path`, not NULL, is UTF-8 on every system, `len` bytes without NUL; it is not kept. Files are read now, and mistakes in them are
 * told by kvf_rules_check_json() and by whatever needs them. `out` and `err` as for kvf_rules_embedded(). Any thread.
 * Returns KVF_OK, KVF_INPUT (there is nothing to read), KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `path` points to `len` bytes.
 */
int32_t kvf_rules_open(const char *path,
                       size_t len,
                       kvf_rules **out,
                       kvf_error **err);

/**
 * Everything that is wrong or odd in the rule files, as a JSON list: what `kvinnofrid check --format json` writes, to the
 * byte. An empty list where all is well. Findings are the result, no failure.
 *
 * `lang` is KVF_LANG_SV or KVF_LANG_EN. On success `*out` receives bytes for kvf_bytes_free(); on failure NULL, and
 * `*err` an error as for kvf_rules_embedded(). Any number of threads.
 * Returns KVF_OK, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_rules_check_json(const kvf_rules *rules,
                             int32_t lang,
                             kvf_bytes **out,
                             kvf_error **err);

/**
 * Frees `rules`. Programmes loaded from them stay. NULL is allowed. Since 0.1.0.
 */
void kvf_rules_free(kvf_rules *rules);

/**
 * Loads a programme: reads, checks and compiles its rule files.
 *
 * `id` is the programme, such as `stockholm/kvinnofrid`, also with its edition as `stockholm/kvinnofrid@2012-2014`; NULL
 * stands for the only one there is. `edition` is the edition, such as `2012-2014`, or NULL; `on` a day, such as
 * `2013-06-30`, or NULL. With an edition, that one is loaded; else with a day, the one in force on it; with neither, each
 * call uses the edition that is in force throughout its periods, and a partial of periods of several editions is a series
 * over them. Texts are UTF-8 with their lengths in bytes (0 where
 * NULL) and not kept. `rules` may be freed before the programme.
 *
 * On success `*out` receives a programme for kvf_programme_free(). On failure `*out` is NULL and, if `err` is not NULL,
 * `*err` receives an error for kvf_error_free(). Any number of threads.
 * Returns KVF_OK, KVF_RULES, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * Each text points to as many bytes as its length says.
 */
int32_t kvf_programme_load(const kvf_rules *rules,
                           const char *id,
                           size_t id_len,
                           const char *edition,
                           size_t edition_len,
                           const char *on,
                           size_t on_len,
                           kvf_programme **out,
                           kvf_error **err);

/**
 * Frees `programme`. Partials begun with it stay. NULL is allowed. Since 0.1.0.
 */
void kvf_programme_free(kvf_programme *programme);

/**
 * Options that ask for nothing yet; most calls need a period or a day.
 *
 * On success `*out` receives options for kvf_options_free(). On failure `*out` is NULL and, if `err` is not NULL, `*err`
 * receives an error for kvf_error_free(). Any thread.
 * Returns KVF_OK, KVF_ARGUMENT (`out` is NULL) or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_new(kvf_options **out,
                        kvf_error **err);

/**
 * Adds a period: `2013`, `2013-T1` (a third of a year), `2013-Q2` or `2013-01-01/2013-06-30`. Several make a series.
 *
 * `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `text` points to `len` bytes.
 */
int32_t kvf_options_add_period(kvf_options *options,
                               const char *text,
                               size_t len,
                               kvf_error **err);

/**
 * Sets the day, such as `2013-06-30`, that chooses the edition and, where no period is given, is the period; NULL
 * unsets it.
 *
 * `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `text` points to `len` bytes.
 */
int32_t kvf_options_set_on(kvf_options *options,
                           const char *text,
                           size_t len,
                           kvf_error **err);

/**
 * Adds a field or grouping, such as `stadsdel`, that figures are broken down by, at most six. One that does not exist is
 * told by the call that uses it.
 *
 * `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `text` points to `len` bytes.
 */
int32_t kvf_options_add_by(kvf_options *options,
                           const char *text,
                           size_t len,
                           kvf_error **err);

/**
 * Switches a reading, such as `åldersgräns`, to one of its alternatives, such as `alla`. The last one set counts; one that
 * does not exist is told by the call that uses it.
 *
 * Texts are UTF-8 with their lengths in bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * Each text points to as many bytes as its length says.
 */
int32_t kvf_options_set_reading(kvf_options *options,
                                const char *reading,
                                size_t reading_len,
                                const char *alternative,
                                size_t alternative_len,
                                kvf_error **err);

/**
 * Says what kvf_classify_json() tells beside the target groups: `routines`, `instruments`, `activities` and `resources`,
 * with commas between, in place of what was said before; NULL for nothing (at first). Each is a list in the JSON of a
 * record.
 *
 * `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT (one is none of these), KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `text` points to `len` bytes.
 */
int32_t kvf_options_set_with(kvf_options *options,
                             const char *text,
                             size_t len,
                             kvf_error **err);

/**
 * Whether a report has every other alternative of every reading too, one at a time: 0 for no (at first), anything else
 * for yes.
 *
 * `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_set_every_alternative(kvf_options *options,
                                          int32_t yes,
                                          kvf_error **err);

/**
 * Lets each two editions of a series that follow each other count one period both, so that it shows what the change of
 * definitions means: 0 for no (at first), anything else for yes. `text` is the period, as for kvf_options_add_period(), of
 * which one of the two must be in force throughout; NULL for the last period asked for of the earlier. That there are no two
 * editions is told by the call that uses it.
 *
 * `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `text` points to `len` bytes.
 */
int32_t kvf_options_set_bridge(kvf_options *options,
                               int32_t yes,
                               const char *text,
                               size_t len,
                               kvf_error **err);

/**
 * Whether it is trusted that no record comes twice, so that no keys are kept: 0 for no (at first), anything else for yes.
 *
 * `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_set_assume_unique(kvf_options *options,
                                      int32_t yes,
                                      kvf_error **err);

/**
 * What to do with a record that can't be read or evaluated: KVF_ON_ERROR_STOP (at first) or KVF_ON_ERROR_SKIP.
 *
 * `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_set_on_error(kvf_options *options,
                                 int32_t what,
                                 kvf_error **err);

/**
 * Adds what kvf_explain_json() explains, by its id: a target group, indicator, routine, instrument, activity or resource;
 * with none it explains all target groups.
 *
 * `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `text` points to `len` bytes.
 */
int32_t kvf_options_add_subject(kvf_options *options,
                                const char *text,
                                size_t len,
                                kvf_error **err);

/**
 * Whether kvf_explain_json() shows values of fields that the programme marks as sensitive: 0 for no (at first), anything
 * else for yes.
 *
 * `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_set_show_sensitive(kvf_options *options,
                                       int32_t yes,
                                       kvf_error **err);

/**
 * Whether kvf_classify_arrow() has a column of the missing fields for each target group: 0 for no (at first), anything else
 * for yes. JSON always has them.
 *
 * `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_set_missing(kvf_options *options,
                                int32_t yes,
                                kvf_error **err);

/**
 * Whether a classification tells for each target group which part of its condition decides: 0 for no (at first), anything else
 * for yes. It is told by its place in the rule files, as `20-malgrupper.rhai:7:18`, or by the reading that decides alone, as
 * `åldersgräns=alla`, so that it can be counted; kvf_reasons_json() tells what stands there. JSON has it as `why`, a code for
 * each group, and Arrow as a column `why_…` for each group, texts in a dictionary.
 *
 * `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_set_why(kvf_options *options,
                            int32_t yes,
                            kvf_error **err);

/**
 * How many threads a call may use, the calling one among them: 1 (at first), 0 for as many as the machine runs at once,
 * at most 256. Results and errors are the same to the byte. Threads are started by a call that has enough to do, and
 * ended before it answers; callbacks, also those of Arrow streams, are called in the calling thread alone. A partial that
 * is begun with the options uses as many.
 *
 * `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_options_set_threads(kvf_options *options,
                                uint32_t threads,
                                kvf_error **err);

/**
 * Sets a map, in TOML, that says which column of the data is which field and which code is which, for data with other
 * names than the programme's; NULL unsets it. Mistakes in it are told by the call that uses it, which knows the programme's
 * fields: KVF_INPUT.
 *
 * `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `text` points to `len` bytes.
 */
int32_t kvf_options_set_map(kvf_options *options,
                            const char *text,
                            size_t len,
                            kvf_error **err);

/**
 * Sets a function that is asked now and then during long calls whether to stop; NULL unsets it. A partial that is begun
 * with the options asks it too, as long as records are added.
 *
 * `data` is handed to `ask` and nothing else is done with it. `err` may be NULL. One thread at a time; `ask` is called in
 * the thread of the call that it may stop, which then answers KVF_CANCELLED.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `ask` can be called with `data` until it is unset and every partial begun with it is freed.
 */
int32_t kvf_options_set_cancel(kvf_options *options,
                               kvf_cancel ask,
                               void *data,
                               kvf_error **err);

/**
 * Frees `options`. Partials begun with them stay. NULL is allowed. No call may be using them. Since 0.1.0.
 */
void kvf_options_free(kvf_options *options);

/**
 * Which target groups each record belongs to: what `kvinnofrid classify` writes, to the byte. A line of JSON a record,
 * `{"id": …, "groups": {…}, "missing": {…}}`, where a group is `true`, `false` or, where that is unknown, `null`, and
 * `missing` then has the paths of the fields that matter; with kvf_options_set_why() `why` follows, with a code for each group.
 *
 * `json` is UTF-8, `len` bytes, not kept; `format` is KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. The
 * options must give one period, or a day. On success `*out` receives bytes for kvf_bytes_free() and, if `rejected` is not
 * NULL, `*rejected` the records passed over (with KVF_ON_ERROR_SKIP), for kvf_rejected_free(). On failure `*out` and
 * `*rejected` are NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free().
 *
 * `programme` by any number of threads, `options` by one at a time: give each thread its own. With the same programme and
 * unchanged options only the first call compiles.
 * Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `json` points to `len` bytes that nobody changes during the call.
 */
int32_t kvf_classify_json(const kvf_programme *programme,
                          kvf_options *options,
                          int32_t format,
                          const char *json,
                          size_t len,
                          kvf_bytes **out,
                          kvf_rejected **rejected,
                          kvf_error **err);

/**
 * Which target groups each record of an Arrow stream belongs to, as a stream of as many rows in the same order: the column
 * of the key as it came, where there is one, and for each target group a Boolean column of its id, which is null where
 * that is unknown. With kvf_options_set_missing() there follows for each a column `missing_…`, a list of texts: the paths
 * of the fields that matter, empty where it is known; with kvf_options_set_why() a column `why_…` for each comes last, Utf8 in
 * a dictionary of all codes that the group can have. Batches have at most 8192 rows. Which types columns may have:
 * bindings/c/README.md.
 *
 * **`records` is moved**: whatever the call answers, its release callback has been called and `records->release` is NULL
 * afterwards. Its batches are read, and released, one after the other; only one whose keys are in a dictionary or views is
 * released with those of `*out`. The options must give one period, or a
 * day. On success `*out` receives a stream that the caller releases, independent of every handle, and if `rejected` is not
 * NULL, `*rejected` the records passed over (with KVF_ON_ERROR_SKIP; their rows are null in every group), for
 * kvf_rejected_free(). On failure `out->release` and `*rejected` are NULL and, if `err` is not NULL, `*err` receives an
 * error for kvf_error_free(), which has what the stream itself says where that failed. Rows are counted from 1 through all
 * batches.
 *
 * `programme` by any number of threads, `options` by one at a time; the callbacks of `records` are called in this thread.
 * Those of `*out` by one thread at a time.
 * Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `records` points to a stream as the specification of the Arrow C stream interface has it, or to one that is released;
 * `out` to room for one, and what is there before is not released.
 */
int32_t kvf_classify_arrow(const kvf_programme *programme,
                           kvf_options *options,
                           struct ArrowArrayStream *records,
                           struct ArrowArrayStream *out,
                           kvf_rejected **rejected,
                           kvf_error **err);

/**
 * What can decide whether a record belongs to a target group, with the code of each that kvf_options_set_why() asks for: a JSON
 * list of objects with `group`, `code`, `condition` (as it is written), `file`, `line`, `column`, `negated` (true where it stands
 * under a `!`, so that the record does not belong where it is true) and `reading` (which decides alone, as `åldersgräns=alla`, or
 * null).
 *
 * The options must give one period, or a day. On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL
 * and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). `programme` by any number of threads, `options` by
 * one at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_reasons_json(const kvf_programme *programme,
                         kvf_options *options,
                         kvf_bytes **out,
                         kvf_error **err);

/**
 * The same of an Arrow stream whose lists, or some of them, are in streams of their own, joined by key. A table that is given
 * is complete: a record without rows there has an empty list. A row that belongs to no record makes the call fail, or is left
 * out with KVF_ON_ERROR_SKIP.
 *
 * `tables` points to `len` of them, all with rows. **All streams are moved**, as by kvf_classify_arrow(), and everything else
 * is as there, threads and `err` too; but all of them are read into memory first, the callback is asked while they are read, and a batch of the
 * answer has as many rows as that of the records. NULL as `records` answers KVF_ARGUMENT.
 * Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `tables` points to `len` tables, and each pointer in them to what it says; streams and `out` as for kvf_classify_arrow(), no
 * two pointers to the same stream.
 */
int32_t kvf_classify_tables(const kvf_programme *programme,
                            kvf_options *options,
                            struct ArrowArrayStream *records,
                            const kvf_table *tables,
                            size_t len,
                            struct ArrowArrayStream *out,
                            kvf_rejected **rejected,
                            kvf_error **err);

/**
 * Why one record belongs to target groups or counts in indicators: what `kvinnofrid explain --format json` writes of it,
 * to the byte. An object with `answers`, each with its `value`, a `reason` as a sentence, what it rests on (`citation`) and
 * the tree of conditions with their values and places (`traces`).
 *
 * `json` is one object in UTF-8, `len` bytes, not kept. Options: one period or a day; which groups and indicators
 * (kvf_options_add_subject()), and whether sensitive values are shown. `lang` is KVF_LANG_SV or KVF_LANG_EN. On success
 * `*out` receives bytes for kvf_bytes_free(); **they are personal data**. On failure `*out` is NULL and, if `err` is not
 * NULL, `*err` receives an error for kvf_error_free(). `programme` by any number of threads, `options` by one at a time.
 * Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `json` points to `len` bytes that nobody changes during the call.
 */
int32_t kvf_explain_json(const kvf_programme *programme,
                         kvf_options *options,
                         const char *json,
                         size_t len,
                         int32_t lang,
                         kvf_bytes **out,
                         kvf_error **err);

/**
 * What a record looks like, as JSON Schema: what `kvinnofrid schema --format json` writes, to the byte.
 *
 * `options` may be NULL where the programme was loaded with an edition or a day; otherwise their periods or day choose the
 * edition. On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL and, if `err` is not NULL,
 * `*err` receives an error for kvf_error_free(). `programme` by any number of threads, `options` by one at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_schema_json(const kvf_programme *programme,
                        kvf_options *options,
                        kvf_bytes **out,
                        kvf_error **err);

/**
 * What a record looks like, as a schema of Arrow: a struct with the plainest type of each field. A program that makes
 * record batches can begin from it; other types are taken too (bindings/c/README.md).
 *
 * `options` as for kvf_schema_json(). On success `*out` receives a schema that the caller releases. On failure
 * `out->release` is NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). `programme` by any number
 * of threads, `options` by one at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_schema_arrow(const kvf_programme *programme,
                         kvf_options *options,
                         struct ArrowSchema *out,
                         kvf_error **err);

/**
 * Begins to count. Programme and options are copied into the partial, the callback included, and may be changed or freed.
 *
 * The options must give a period or a day. Of a programme that was loaded without edition and day, several periods make a
 * series in which each is counted by the edition in force throughout it, and each record by every edition that counts: the
 * report says where figures do not continue the earlier ones, and which periods have none. On success `*out` receives a partial for kvf_partial_free(). On failure `*out`
 * is NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). `programme` by any number of threads,
 * `options` by one at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_partial_new(const kvf_programme *programme,
                        kvf_options *options,
                        kvf_partial **out,
                        kvf_error **err);

/**
 * Counts records. May be called again and again; rows in errors are counted from the beginning of each call.
 *
 * `json` is UTF-8, `len` bytes of whole records, not kept; `format` is KVF_FORMAT_JSON or KVF_FORMAT_NDJSON. On success,
 * if `rejected` is not NULL, `*rejected` receives the records passed over in this call (with KVF_ON_ERROR_SKIP), for
 * kvf_rejected_free(); on failure NULL, and if `err` is not NULL, `*err` receives an error for kvf_error_free(). Where a
 * record, a limit or the callback makes it fail, the partial is of no use afterwards. One thread at a time.
 * Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `json` points to `len` bytes that nobody changes during the call.
 */
int32_t kvf_partial_add_json(kvf_partial *partial,
                             int32_t format,
                             const char *json,
                             size_t len,
                             kvf_rejected **rejected,
                             kvf_error **err);

/**
 * Counts the records of an Arrow stream, batch after batch; may be mixed with kvf_partial_add_json(). The same data give
 * the same partial. Which types columns may have: bindings/c/README.md.
 *
 * **`records` is moved**: whatever the call answers, its release callback has been called and `records->release` is NULL
 * afterwards. Rows in errors go on from those that the partial has met. Otherwise, `rejected`, `err` and threads too, as
 * kvf_partial_add_json(); an error has what the stream itself says where that failed. The callbacks of `records` are
 * called in this thread. NULL as `records` answers KVF_ARGUMENT.
 * Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `records` points to a stream as the specification of the Arrow C stream interface has it, or to one that is released.
 */
int32_t kvf_partial_add_arrow(kvf_partial *partial,
                              struct ArrowArrayStream *records,
                              kvf_rejected **rejected,
                              kvf_error **err);

/**
 * Counts the records of an Arrow stream whose lists, or some of them, are in streams of their own, joined by key. A table
 * that is given is complete: a record without rows there has an empty list. A row that belongs to no record makes the call
 * fail, or is left out with KVF_ON_ERROR_SKIP.
 *
 * `tables` points to `len` of them, all with rows. **All streams are moved**, as by kvf_partial_add_arrow(), and everything
 * else is as there; but all of them are read into memory before the first record is counted.
 * `err` may be NULL. One thread at a time.
 * Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `tables` points to `len` tables, and each pointer in them to what it says; streams as for kvf_partial_add_arrow(), no two
 * pointers to the same.
 */
int32_t kvf_partial_add_tables(kvf_partial *partial,
                               struct ArrowArrayStream *records,
                               const kvf_table *tables,
                               size_t len,
                               kvf_rejected **rejected,
                               kvf_error **err);

/**
 * Adds what `other` has counted to `partial`. Partials of the same question, made of any parts in any order, add up to that
 * of the whole, to the byte, as long as each person is in one part only. `other` stays as it is, but nothing can be added
 * to either afterwards.
 *
 * If `err` is not NULL, `*err` receives an error for kvf_error_free() on failure. KVF_ARGUMENT (they are not of the same
 * question; the message says what differs) and KVF_INPUT (a record is in both) leave `partial` as it was. Both by one
 * thread at a time.
 * Returns KVF_OK, KVF_INPUT, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_partial_merge(kvf_partial *partial,
                          kvf_partial *other,
                          kvf_error **err);

/**
 * The partial as bytes, to be kept or sent; what `kvinnofrid report --partial` writes. **They are personal data.** Nothing
 * can be added to the partial afterwards. That of a series over several editions is not written (KVF_ARGUMENT): ask about the
 * periods of one edition at a time.
 *
 * On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL and, if `err` is not NULL, `*err`
 * receives an error for kvf_error_free(). One thread at a time.
 * Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_partial_serialize(kvf_partial *partial,
                              kvf_bytes **out,
                              kvf_error **err);

/**
 * The partial that kvf_partial_serialize(), or the command line, wrote. It adds up, writes and finishes; nothing can be
 * added to it. Bytes that are damaged, cut short or of another format are refused.
 *
 * `data` is `len` bytes, not kept. On success `*out` receives a partial for kvf_partial_free(). On failure `*out` is NULL
 * and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). Any thread.
 * Returns KVF_OK, KVF_INPUT, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
 *
 * # Safety
 * `data` points to `len` bytes that nobody changes during the call.
 */
int32_t kvf_partial_deserialize(const char *data,
                                size_t len,
                                kvf_partial **out,
                                kvf_error **err);

/**
 * The report of all that has been counted: what `kvinnofrid report --format json` writes, to the byte. An object with
 * `receipt`, `rows` and `missing`. Figures are exact, and of few people. Nothing can be added to the partial afterwards.
 *
 * On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL and, if `err` is not NULL, `*err`
 * receives an error for kvf_error_free(). One thread at a time.
 * Returns KVF_OK, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_partial_finish_json(kvf_partial *partial,
                                kvf_bytes **out,
                                kvf_error **err);

/**
 * The report of all that has been counted, as an Arrow stream of one batch: a row for each figure, with the columns that
 * `kvinnofrid report --format csv` has, and the receipt as JSON in the schema's metadata, under `kvinnofrid.receipt`.
 * Figures are exact, and of few people. Nothing can be added to the partial afterwards.
 *
 * On success `*out` receives a stream that the caller releases, independent of every handle; on failure `out->release` is
 * NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). One thread at a time.
 * Returns KVF_OK, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
 */
int32_t kvf_partial_finish_arrow(kvf_partial *partial,
                                 struct ArrowArrayStream *out,
                                 kvf_error **err);

/**
 * Frees `partial`. NULL is allowed. No call may be using it. Since 0.1.0.
 */
void kvf_partial_free(kvf_partial *partial);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* KVINNOFRID_H */
