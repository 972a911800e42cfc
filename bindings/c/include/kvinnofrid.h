/*
 * kvinnofrid: municipal programmes against violence in close relations as executable rule sets. The C ABI.
 * Generated from bindings/c/src. The same in prose, and how to install and link: bindings/c/README.md.
 *
 * What holds for every function, unless its comment says otherwise:
 *
 * Status     A function that can fail returns an int32_t: KVF_OK or why not. Its last argument is where an error goes, and
 *            may be NULL; on success it is set to NULL. Any such function may return KVF_ARGUMENT and KVF_INTERNAL, and one
 *            that uses options or a partial also KVF_BUSY; comments name the others ("Also ...").
 * Outputs    Outputs are NULL (structures of Arrow: released) from the beginning of a call, and set on success only. An
 *            `out` of NULL is KVF_ARGUMENT; `rejected` may be NULL.
 * Ownership  What a call makes belongs to the caller until it is handed to the function that ends in `_free` for its type.
 *            Freeing NULL does nothing. Handles may be freed in any order; none needs another to live.
 * Views      A kvf_text belongs to the handle that it was read from, and is valid until that is freed.
 * Text in    A pointer and a length in bytes: UTF-8, without NUL (KVF_LIT() of a literal is both). It is not kept, and may not
 *            change during the call. NULL with length 0 is no text, where a comment allows it. `lang` is KVF_LANG_SV or
 *            KVF_LANG_EN. JSON that comes out is what the command line writes for the same question, to the byte.
 * NULL       A handle of NULL is KVF_ARGUMENT; functions without a status treat it as empty.
 * Threads    kvf_rules, kvf_programme, kvf_error, kvf_rejected and kvf_bytes never change: any number of threads may use one.
 *            kvf_options and kvf_partial belong to one call at a time; a second is KVF_BUSY, and nothing ever waits. A
 *            handle may not be freed while another call uses it. There is no state but in handles.
 * Callbacks  They are called in the thread of the call. They may not use the handles of that call (KVF_BUSY), and must
 *            return: an exception that leaves one ends the process, and after longjmp() out of one the handle is busy for ever.
 * Limits     A record: 16 MiB of JSON, 100 000 elements in its lists, 64 KiB for a text or key. A field: 10 000 categories. A
 *            report: six breakdowns, a million rows. Rule files: 1 MiB each. A map: 1 MiB. Tables: 1 000. Threads: 256.
 * Stack      256 KiB in the calling thread are enough for every call.
 * Since      Everything is there since 0.1.0, unless its comment says since when.
 *
 * What ends the process, and nothing else does: no memory left for something small, or for what the engine keeps of all
 * records (where the result of a call grows with its input, KVF_LIMIT is returned instead); an exception out of a callback; a
 * stack that is too small; a pointer, handle or length that is not what this header asks for.
 *
 * The library stays loaded after dlclose() or FreeLibrary() until the process ends: threads that have called it have
 * something left to do when they end. A plug-in that links the static library into itself must be linked with
 * `-Wl,-z,nodelete` (the pkg-config and CMake files say so).
 */

#ifndef KVINNOFRID_H
#define KVINNOFRID_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/// A string literal as two arguments, its pointer and its length: `kvf_options_add_period(o, KVF_LIT("2013"), &err)`.
#define KVF_LIT(literal) ("" literal), (sizeof(literal) - 1)

/// Frees a handle and sets the variable that held it to NULL: `KVF_CLEAR(options, o)` for a kvf_options.
#define KVF_CLEAR(type, handle) (kvf_##type##_free(handle), (void)((handle) = NULL))

/// Whether the library that is loaded has all that this header declares. To be checked before any other call.
#define KVF_IS_COMPATIBLE() (kvf_abi_version() == KVF_ABI_VERSION && kvf_version_number() >= KVF_VERSION_NUMBER)

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

/* The setters of options by what they take, for bindings that are made from the lists as kvinnofrid.hpp is: X(set_why) stands
 * for kvf_options_set_why(). */
#define KVF_OPTIONS_OF_FLAGS(X) \
  X(set_totals) \
  X(set_every_alternative) \
  X(set_why) \
  X(set_assume_unique) \
  X(set_show_sensitive) \
  X(set_missing)
#define KVF_OPTIONS_OF_TEXTS(X) \
  X(add_period) \
  X(set_on) \
  X(add_by) \
  X(add_indicator) \
  X(set_with) \
  X(set_map) \
  X(add_subject)


/// The version of the engine that this header belongs to, as in `0.1.0`.
#define KVF_VERSION_MAJOR 0

/// The second part of the version.
#define KVF_VERSION_MINOR 1

/// The third part of the version.
#define KVF_VERSION_PATCH 0

/// The version as one number that grows: 1 002 003 for 1.2.3.
#define KVF_VERSION_NUMBER (((KVF_VERSION_MAJOR * 1000000) + (KVF_VERSION_MINOR * 1000)) + KVF_VERSION_PATCH)

/// The ABI that this header describes. It grows when a program compiled against an earlier header would no longer work;
/// the SONAME carries it.
#define KVF_ABI_VERSION 1

/// Success; the outputs are set.
#define KVF_OK 0

/// The rule files have errors; kvf_error_findings_json() has them all, with places and suggestions.
#define KVF_RULES 1

/// A record, a map, a file or a partial is not valid; kvf_error_row() and kvf_error_field() say where.
#define KVF_INPUT 2

/// A rule could not be evaluated for a record: overflow or division by zero.
#define KVF_EVALUATE 3

/// A limit was reached (see Limits above), or there is not enough memory for the result.
#define KVF_LIMIT 4

/// An argument has no meaning: NULL where that is not allowed, not UTF-8, an unknown programme, reading or period.
#define KVF_ARGUMENT 5

/// A fault of this library. Please report it with the message, which has no value of a record. The process can go on; of
/// the handles, only a partial that was being changed is lost.
#define KVF_INTERNAL 6

/// The host's callback said stop.
#define KVF_CANCELLED 7

/// The handle is in use: by another thread, or by the call whose callback made this call.
#define KVF_BUSY 8

/// Messages in Swedish.
#define KVF_LANG_SV 0

/// Messages in English.
#define KVF_LANG_EN 1

/// A JSON list of objects, or one object.
#define KVF_FORMAT_JSON 0

/// One JSON object a line; lines with nothing but white space are skipped.
#define KVF_FORMAT_NDJSON 1

/// A call failed; its error has the same message.
#define KVF_LOG_ERROR 0

/// The result is there, but something is odd about the data, or records were skipped.
#define KVF_LOG_WARNING 1

/// A bad record makes the call fail.
#define KVF_ON_ERROR_STOP 0

/// A bad record is skipped and counted, and the call goes on.
#define KVF_ON_ERROR_SKIP 1

/// Bytes that a call has made, mostly JSON.
typedef struct kvf_bytes kvf_bytes;

/// Why a call failed: a status, a message in Swedish and English, and where known the place. Never holds a value of a
/// record.
typedef struct kvf_error kvf_error;

/// What a call asks for: periods, breakdowns, readings. They also keep what the last classification compiled for them, so
/// keep them from call to call.
typedef struct kvf_options kvf_options;

/// What has been counted so far. **It is personal data**: it holds keys of persons and exact counts of few people.
///
/// First records are added; the first call that merges, serializes or finishes ends that, and from then on it is only merged,
/// serialized and finished, as often as wanted. An addition or merge that fails midway makes it useless: every later call but
/// kvf_partial_free() returns KVF_ARGUMENT, so that nobody reads half a count for a whole one.
typedef struct kvf_partial kvf_partial;

/// A programme, checked and compiled.
typedef struct kvf_programme kvf_programme;

/// The records that a call has skipped (with KVF_ON_ERROR_SKIP): how many, and for the first twenty where they are and
/// what is wrong. Never holds a value of a record.
typedef struct kvf_rejected kvf_rejected;

/// Rule sets that were read: all programmes and their editions.
typedef struct kvf_rules kvf_rules;

/// A view of text or bytes that something else owns. `data[len]` is a NUL that `len` does not count, so that text may be
/// used as a C string. `data` is NULL where there is nothing, and then `len` is 0. Text is UTF-8.
typedef struct {
  /// The first byte, or NULL.
  const char *data;
  /// How many bytes, without the NUL.
  size_t len;
} kvf_text;

/// Called now and then during a long call, in its thread: 0 to go on, anything else to stop. `data` is what was given with
/// the function. The rules of callbacks are at the top.
typedef int32_t (*kvf_cancel)(void *data);

/// Called with what a host may want in its log, before the call returns and in its thread. `level` is KVF_LOG_ERROR or
/// KVF_LOG_WARNING, `message` is valid during the call of the callback, and `data` is what was given with the function.
/// Messages have no values of records. The rules of callbacks are at the top.
typedef void (*kvf_log)(void *data, int32_t level, kvf_text message);

/// A list of the records that is in a table of its own: a row for each element, with a column for the key of its record,
/// named as in the table of records unless a map says otherwise.
typedef struct {
  /// The name of the list, such as `insatser`.
  kvf_text list;
  /// Its rows; not NULL.
  struct ArrowArrayStream *rows;
} kvf_table;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// The version of the engine that is loaded, such as `0.1.0`. Never freed.
kvf_text kvf_version(void);

/// The version of the engine that is loaded, as KVF_VERSION_NUMBER. A library older than the header may lack functions.
int32_t kvf_version_number(void);

/// The ABI of the library that is loaded. A program should refuse to run where it is not KVF_ABI_VERSION.
int32_t kvf_abi_version(void);

/// The bytes themselves.
kvf_text kvf_bytes_view(const kvf_bytes *bytes);

/// Frees `bytes`.
void kvf_bytes_free(kvf_bytes *bytes);

/// The status that the call returned. KVF_OK for NULL.
int32_t kvf_error_status(const kvf_error *error);

/// What is wrong and what to do about it, in KVF_LANG_SV or KVF_LANG_EN; any other `lang` is Swedish.
kvf_text kvf_error_message(const kvf_error *error,
                           int32_t lang);

/// The row of the data, counted from 1: in NDJSON the line, in a JSON list the place. 0 where none is known.
uint64_t kvf_error_row(const kvf_error *error);

/// The path of the field, such as `insatser[2].erbjuden` (elements counted from 0); nothing where none is known.
kvf_text kvf_error_field(const kvf_error *error);

/// The name of the argument that has no meaning, such as `period`; nothing where none is known.
kvf_text kvf_error_argument(const kvf_error *error);

/// With KVF_RULES, every finding in the rule files, as kvf_rules_check_json() has them; nothing otherwise.
kvf_text kvf_error_findings_json(const kvf_error *error,
                                 int32_t lang);

/// Frees `error`; not one that kvf_rejected_reason() returned.
void kvf_error_free(kvf_error *error);

/// How many records were skipped; 0 for NULL.
uint64_t kvf_rejected_count(const kvf_rejected *rejected);

/// Why the record was skipped that was the `index`th to be so, counted from 0; NULL beyond the first twenty. The error
/// belongs to `rejected`: do not free it.
const kvf_error *kvf_rejected_reason(const kvf_rejected *rejected,
                                     size_t index);

/// Frees `rejected`.
void kvf_rejected_free(kvf_rejected *rejected);

/// The rule sets inside the library.
int32_t kvf_rules_embedded(kvf_rules **out, kvf_error **err);

/// The rule sets below a folder: `city/programme/edition/` with its `.rhai` files, any folder above or below it, or one
/// file, which stands for its folder. Files are read now; mistakes in them are reported by kvf_rules_check_json() and by
/// the calls that need them. Also KVF_INPUT, KVF_LIMIT.
int32_t kvf_rules_open(const char *path,
                       size_t len,
                       kvf_rules **out,
                       kvf_error **err);

/// Everything that is wrong or odd in the rule files, as a JSON list: what `kvinnofrid check --format json` writes. An
/// empty list where all is well; findings are the result and no failure.
int32_t kvf_rules_check_json(const kvf_rules *rules,
                             int32_t lang,
                             kvf_bytes **out,
                             kvf_error **err);

/// The editions of all programmes, as a JSON list: what `kvinnofrid programmes --format json` writes. Each has
/// `programme`, `edition`, `title`, `from`, `to`, `status`, `revision`, `digest` and more. Editions with errors are left
/// out; kvf_rules_check_json() has the errors.
int32_t kvf_programmes_json(const kvf_rules *rules,
                            kvf_bytes **out,
                            kvf_error **err);

/// Frees `rules`. Programmes loaded from them stay.
void kvf_rules_free(kvf_rules *rules);

/// Loads a programme: checks and compiles its rule files.
///
/// `id` is the programme, such as `stockholm/kvinnofrid`, also with its edition as `stockholm/kvinnofrid@2012-2014`; NULL
/// for the only one there is. `edition`, such as `2012-2014`, or else `on`, a day on which it is in force, chooses the
/// edition. With neither (NULL), each call uses the edition in force throughout its periods, and a partial of periods of
/// several editions is a series over them. Also KVF_RULES.
int32_t kvf_programme_load(const kvf_rules *rules,
                           const char *id,
                           size_t id_len,
                           const char *edition,
                           size_t edition_len,
                           const char *on,
                           size_t on_len,
                           kvf_programme **out,
                           kvf_error **err);

/// Frees `programme`. Partials begun with it stay.
void kvf_programme_free(kvf_programme *programme);

/// Options that ask for nothing yet; most calls need a period or a day. What does not fit the programme (a field, a
/// reading, a map) is reported by the call that uses the options.
int32_t kvf_options_new(kvf_options **out,
                        kvf_error **err);

/// Adds a period: `2013`, `2013-T1` (a third of a year), `2013-Q2` or `2013-01-01/2013-06-30`. Several make a series.
int32_t kvf_options_add_period(kvf_options *options,
                               const char *text,
                               size_t len,
                               kvf_error **err);

/// Sets the day, such as `2013-06-30`, that chooses the edition and, where no period is given, is the period; NULL unsets it.
int32_t kvf_options_set_on(kvf_options *options,
                           const char *text,
                           size_t len,
                           kvf_error **err);

/// Adds a field or grouping, such as `stadsdel`, that figures are broken down by, at most six.
int32_t kvf_options_add_by(kvf_options *options, const char *text, size_t len, kvf_error **err);

/// Adds an indicator that a report shows, such as `kvinnor-kända`; with none it shows all. All are counted, so a selection
/// never changes who is.
int32_t kvf_options_add_indicator(kvf_options *options,
                                  const char *text,
                                  size_t len,
                                  kvf_error **err);

/// Whether a report has rows that are sums over a breakdown (`Totalt`): not 0 (the default) or 0, so that rows can be added up.
int32_t kvf_options_set_totals(kvf_options *options,
                               int32_t yes,
                               kvf_error **err);

/// Switches a reading, such as `åldersgräns`, to one of its alternatives, such as `alla`. The last one set counts.
int32_t kvf_options_set_reading(kvf_options *options,
                                const char *reading,
                                size_t reading_len,
                                const char *alternative,
                                size_t alternative_len,
                                kvf_error **err);

/// Sets what kvf_classify_json() adds to the target groups: `routines`, `instruments`, `activities` and `resources`, separated
/// by commas; NULL for nothing (the default). Each is a list in the JSON of a record.
int32_t kvf_options_set_with(kvf_options *options,
                             const char *text,
                             size_t len,
                             kvf_error **err);

/// Whether a report has every other alternative of every reading too, one at a time: 0 (the default) or not 0.
int32_t kvf_options_set_every_alternative(kvf_options *options,
                                          int32_t yes,
                                          kvf_error **err);

/// Whether each two consecutive editions of a series both count one period, so that it shows what the change of definitions
/// means: 0 (the default) or not 0. `text` is the period, of which one of the two must be in force throughout; NULL for the
/// last period of the earlier.
int32_t kvf_options_set_bridge(kvf_options *options,
                               int32_t yes,
                               const char *text,
                               size_t len,
                               kvf_error **err);

/// Lets reports be protected, so that they can be published: `method` is `round:5`, `round:3` or `round:10`, or NULL for exact
/// figures (the default); `key` the secret, 16 to 4096 bytes of random data, such as what a key store gives out; `ledger` the
/// path of the file that remembers what was published, which is made where there is none. It holds for partials that are made
/// with these options; serialized ones are merged into an empty one. The key is kept until options and partials are freed.
int32_t kvf_options_set_protect(kvf_options *options,
                                const char *method,
                                size_t method_len,
                                const char *key,
                                size_t key_len,
                                const char *ledger,
                                size_t ledger_len,
                                kvf_error **err);

/// Whether duplicate keys are not looked for, so that none are kept: 0 (the default) or not 0. A record that comes twice is
/// then counted twice.
int32_t kvf_options_set_assume_unique(kvf_options *options,
                                      int32_t yes,
                                      kvf_error **err);

/// What to do with a record that can't be read or evaluated: KVF_ON_ERROR_STOP (the default) or KVF_ON_ERROR_SKIP.
int32_t kvf_options_set_on_error(kvf_options *options,
                                 int32_t what,
                                 kvf_error **err);

/// Adds what kvf_explain_json() explains, by its id: a target group, indicator, routine, instrument, activity or resource. With
/// none it explains all target groups.
int32_t kvf_options_add_subject(kvf_options *options,
                                const char *text,
                                size_t len,
                                kvf_error **err);

/// Whether kvf_explain_json() shows values of fields that the programme marks as sensitive: 0 (the default) or not 0.
int32_t kvf_options_set_show_sensitive(kvf_options *options,
                                       int32_t yes,
                                       kvf_error **err);

/// Whether kvf_classify_arrow() has a column of the missing fields for each target group: 0 (the default) or not 0. JSON
/// always has them.
int32_t kvf_options_set_missing(kvf_options *options,
                                int32_t yes,
                                kvf_error **err);

/// Whether a classification has for each target group which part of its condition decides: 0 (the default) or not 0. The
/// code is its place in the rule files, as `20-malgrupper.rhai:7:18`, or the reading that decides alone, as
/// `åldersgräns=alla`; kvf_reasons_json() has what stands there.
int32_t kvf_options_set_why(kvf_options *options,
                            int32_t yes,
                            kvf_error **err);

/// How many threads a call may use, the calling one among them: 1 (the default), 0 for as many as the machine runs at once, at
/// most 256. Results and errors are the same to the byte. Threads are started by a call that has enough to do, and ended
/// before it returns; callbacks are called in the calling thread alone. A partial begun with the options uses as many.
int32_t kvf_options_set_threads(kvf_options *options,
                                uint32_t threads,
                                kvf_error **err);

/// Sets a map, in TOML, that says which column of the data is which field and which code is which, for data with other names
/// than the programme's; NULL unsets it. Mistakes in it are reported by the call that uses it: KVF_INPUT. Also KVF_LIMIT.
int32_t kvf_options_set_map(kvf_options *options,
                            const char *text,
                            size_t len,
                            kvf_error **err);

/// Sets a function that is called now and then during long calls, which returns whether to stop; NULL unsets it. The call then
/// returns KVF_CANCELLED. A partial begun with the options calls it too, as long as records are added; until then, and until
/// it is unset, the function must be callable with `data`.
int32_t kvf_options_set_cancel(kvf_options *options,
                               kvf_cancel ask,
                               void *data,
                               kvf_error **err);

/// Sets a function that is called with failures and warnings of the calls that use the options, in KVF_LANG_SV or
/// KVF_LANG_EN; NULL unsets it. A partial begun with the options calls it too, as long as there is one; until then, and until
/// it is unset, the function must be callable with `data`.
int32_t kvf_options_set_log(kvf_options *options,
                            int32_t lang,
                            kvf_log log,
                            void *data,
                            kvf_error **err);

/// What was odd about the records of the last call that classified with the options, as a JSON list of objects with `code`
/// (`unknown_field`, `unmatched_rows`, `personnummer_key` and others), `field` (or null), `count` and `message`: what the command
/// line writes as warnings. An empty list where nothing was, or the call failed.
int32_t kvf_options_warnings_json(kvf_options *options,
                                  int32_t lang,
                                  kvf_bytes **out,
                                  kvf_error **err);

/// Frees `options`. Partials begun with them stay.
void kvf_options_free(kvf_options *options);

/// What a record looks like, as JSON Schema: what `kvinnofrid schema --format json` writes.
///
/// `options` may be NULL where the programme was loaded with an edition or a day; otherwise their periods or day choose the
/// edition.
int32_t kvf_schema_json(const kvf_programme *programme,
                        kvf_options *options,
                        kvf_bytes **out,
                        kvf_error **err);

/// What a record looks like, as a schema of Arrow: a struct with the plainest type of each field. A program that makes
/// record batches can begin from it; other types are read too (bindings/c/README.md). `options` as for kvf_schema_json().
int32_t kvf_schema_arrow(const kvf_programme *programme,
                         kvf_options *options,
                         struct ArrowSchema *out,
                         kvf_error **err);

/// Which target groups each record belongs to: what `kvinnofrid classify` writes. A line of JSON for each record,
/// `{"id": …, "groups": {…}, "missing": {…}}`, where a group is `true`, `false` or, where that is unknown, `null`, and
/// `missing` then has the paths of the fields that matter; with kvf_options_set_why() `why` follows, with a code for each
/// group.
///
/// `format` is KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. The options give one period or a day. `*rejected`
/// receives the records skipped (with KVF_ON_ERROR_SKIP). Only the first call with the same programme and unchanged options
/// compiles. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
int32_t kvf_classify_json(const kvf_programme *programme,
                          kvf_options *options,
                          int32_t format,
                          const char *json,
                          size_t len,
                          kvf_bytes **out,
                          kvf_rejected **rejected,
                          kvf_error **err);

/// Which target groups each record of an Arrow stream belongs to, as a stream of as many rows in the same order: the column
/// of the key as it came, where there is one, and for each target group a Boolean column of its id, which is null where
/// that is unknown. With kvf_options_set_missing() there follows for each a column `missing_…`, a list of texts: the paths
/// of the fields that matter; with kvf_options_set_why() a column `why_…` for each comes last, Utf8 in a dictionary of all
/// codes that the group can have. Batches have at most 8192 rows. Types of columns: bindings/c/README.md.
///
/// **`records` is moved**, as in all calls that read streams: whatever is returned, its release callback has been called and
/// `records->release` is NULL. Its batches are read, and released, one after the other; only one whose keys are in a
/// dictionary or views is released with those of `*out`. `out` points to memory for a stream, which the caller releases;
/// what is there before is not released. Rows of skipped records are null in every group. What the stream says
/// of its own failure is not repeated; rows are counted from 1 through all batches. Otherwise as kvf_classify_json().
int32_t kvf_classify_arrow(const kvf_programme *programme,
                           kvf_options *options,
                           struct ArrowArrayStream *records,
                           struct ArrowArrayStream *out,
                           kvf_rejected **rejected,
                           kvf_error **err);

/// As kvf_classify_arrow(), where the lists of the records, or some of them, are in streams of their own, joined by key. A
/// table that is given is complete: a record without rows there has an empty list. A row that belongs to no record makes the
/// call fail, or is left out with KVF_ON_ERROR_SKIP.
///
/// `tables` points to `len` of them, no two with the same stream. All streams are moved, and read into memory first; the
/// callback is called while they are read, and a batch of `*out` has as many rows as that of the records.
int32_t kvf_classify_tables(const kvf_programme *programme,
                            kvf_options *options,
                            struct ArrowArrayStream *records,
                            const kvf_table *tables,
                            size_t len,
                            struct ArrowArrayStream *out,
                            kvf_rejected **rejected,
                            kvf_error **err);

/// What can decide whether a record belongs to a target group, with the code of each that kvf_options_set_why() asks for: a
/// JSON list of objects with `group`, `code`, `condition` (as it is written), `file`, `line`, `column`, `negated` (true where
/// it stands under a `!`, so that the record does not belong where it is true) and `reading` (which decides alone, as
/// `åldersgräns=alla`, or null). The options give one period or a day.
int32_t kvf_reasons_json(const kvf_programme *programme,
                         kvf_options *options,
                         kvf_bytes **out,
                         kvf_error **err);

/// Why one record belongs to target groups or counts in indicators: what `kvinnofrid explain --format json` writes. An
/// object with `answers`, each with its `value`, a `reason` as a sentence, what it rests on (`citation`) and the tree of
/// conditions with their values and places (`traces`). **It is personal data.**
///
/// `json` is one object. The options give one period or a day, which groups and indicators (kvf_options_add_subject()), and
/// whether sensitive values are shown. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT.
int32_t kvf_explain_json(const kvf_programme *programme,
                         kvf_options *options,
                         const char *json,
                         size_t len,
                         int32_t lang,
                         kvf_bytes **out,
                         kvf_error **err);

/// Begins to count. Programme and options are copied into the partial, the callbacks included, and may be changed or freed.
///
/// The options give a period or a day. For a programme that was loaded without edition and day, several periods make a
/// series in which each is counted by the edition in force throughout it, and each record by every edition that counts: the
/// report says where figures do not continue the earlier ones, and which periods have none.
int32_t kvf_partial_new(const kvf_programme *programme,
                        kvf_options *options,
                        kvf_partial **out,
                        kvf_error **err);

/// Counts records: `json` is whole records in KVF_FORMAT_JSON or KVF_FORMAT_NDJSON. May be called again and again; rows in
/// errors are counted from the beginning of each call. `*rejected` receives the records skipped in this call (with
/// KVF_ON_ERROR_SKIP). Where a record, a limit or the callback makes it fail, the partial is useless afterwards. Also
/// KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
int32_t kvf_partial_add_json(kvf_partial *partial,
                             int32_t format,
                             const char *json,
                             size_t len,
                             kvf_rejected **rejected,
                             kvf_error **err);

/// Counts the records of an Arrow stream, batch after batch; may be mixed with kvf_partial_add_json(), and the same data
/// give the same partial. **`records` is moved**, as by kvf_classify_arrow(). Rows in errors continue from those that the
/// partial has read. Otherwise as kvf_partial_add_json(). Types of columns: bindings/c/README.md.
int32_t kvf_partial_add_arrow(kvf_partial *partial,
                              struct ArrowArrayStream *records,
                              kvf_rejected **rejected,
                              kvf_error **err);

/// As kvf_partial_add_arrow(), where the lists of the records, or some of them, are in streams of their own, joined by key.
/// A table that is given is complete: a record without rows there has an empty list. A row that belongs to no record makes
/// the call fail, or is left out with KVF_ON_ERROR_SKIP. `tables` points to `len` of them, no two with the same stream. All
/// streams are moved, and read into memory before the first record is counted.
int32_t kvf_partial_add_tables(kvf_partial *partial,
                               struct ArrowArrayStream *records,
                               const kvf_table *tables,
                               size_t len,
                               kvf_rejected **rejected,
                               kvf_error **err);

/// Adds what `other` has counted to `partial`. Partials of the same question, made of any parts in any order, merge to that of
/// the whole, to the byte, as long as each person is in one part only. `other` stays as it is, but nothing can be added to
/// either afterwards. KVF_ARGUMENT (they are not of the same question; the message says what differs) and KVF_INPUT (a record
/// is in both) leave `partial` as it was. Also KVF_LIMIT.
int32_t kvf_partial_merge(kvf_partial *partial,
                          kvf_partial *other,
                          kvf_error **err);

/// The partial as bytes, to be kept or sent; what `kvinnofrid report --partial` writes. **They are personal data.** Nothing
/// can be added to the partial afterwards. That of a series over several editions is not written (KVF_ARGUMENT): count the
/// periods of one edition at a time.
int32_t kvf_partial_serialize(kvf_partial *partial,
                              kvf_bytes **out,
                              kvf_error **err);

/// The partial that kvf_partial_serialize(), or the command line, wrote. It is merged, serialized and finished; nothing can be
/// added to it. Bytes that are damaged, cut short or of another format are KVF_INPUT. `data` is `len` bytes.
int32_t kvf_partial_deserialize(const char *data,
                                size_t len,
                                kvf_partial **out,
                                kvf_error **err);

/// The report of all that has been counted: what `kvinnofrid report --format json` writes. An object with `receipt`, `rows` and
/// `missing`. Figures are exact, and of few people, unless kvf_options_set_protect() has protected them: they are then entered
/// in the ledger, or refused with the reason (KVF_ARGUMENT; KVF_INPUT where the ledger is damaged or in use). Nothing can be
/// added to the partial afterwards. Also KVF_LIMIT.
int32_t kvf_partial_finish_json(kvf_partial *partial,
                                kvf_bytes **out,
                                kvf_error **err);

/// The report as an Arrow stream of one batch: a row for each figure, with the columns that `kvinnofrid report --format csv`
/// has, and the receipt as JSON in the schema's metadata, under `kvinnofrid.receipt`. The caller releases the stream.
/// Otherwise as kvf_partial_finish_json().
int32_t kvf_partial_finish_arrow(kvf_partial *partial,
                                 struct ArrowArrayStream *out,
                                 kvf_error **err);

/// What is odd about the records counted so far and about what has been counted, as kvf_options_warnings_json() has it:
/// `nobody_counted`, `similar_categories` and others. That of the records is not serialized.
int32_t kvf_partial_warnings_json(kvf_partial *partial,
                                  int32_t lang,
                                  kvf_bytes **out,
                                  kvf_error **err);

/// Frees `partial`.
void kvf_partial_free(kvf_partial *partial);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* KVINNOFRID_H */
