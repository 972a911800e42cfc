/*
 * kvinnofrid: municipal programmes against violence in close relations as executable rule sets. The C ABI.
 * Generated from bindings/c/src. The same in prose, and how to install and link: bindings/c/README.md.
 *
 * Conventions for every function, unless its comment says otherwise:
 *
 * Status     A function that can fail returns an int32_t: KVF_OK or an error status. Its last argument receives the error and
 *            may be NULL; on success it is set to NULL. Any such function may return KVF_ARGUMENT and KVF_INTERNAL, and one
 *            that uses options or a partial also KVF_BUSY; comments name the others ("Also ...").
 * Outputs    Outputs are set to NULL (structures of Arrow: released) at the start of a call, and to a result on success only.
 *            An `out` of NULL is KVF_ARGUMENT; `rejected` may be NULL.
 * Ownership  What a call returns belongs to the caller until it is passed to the function ending in `_free` for its type.
 *            Freeing NULL does nothing. Handles may be freed in any order; none depends on another.
 * Views      A kvf_text belongs to the handle that it was read from, and is valid until that is freed.
 * Text in    A pointer and a length in bytes: UTF-8, without NUL (KVF_LIT() of a literal is both). It is not retained, and must
 *            not change during the call. NULL with length 0 means no text, where a comment allows it. `lang` is KVF_LANG_SV or
 *            KVF_LANG_EN. JSON results are byte-identical to the output of the command line.
 * NULL       A handle of NULL is KVF_ARGUMENT; functions without a status treat it as empty.
 * Threads    kvf_rules, kvf_programme, kvf_error, kvf_rejected and kvf_bytes are immutable: any number of threads may use one.
 *            kvf_options, kvf_partial and kvf_baseline belong to one call at a time; a concurrent call returns KVF_BUSY and
 *            never blocks. A handle must not be freed while another call uses it. There is no global state.
 * Callbacks  They are called in the thread of the call. They must not use the handles of that call (KVF_BUSY), and must
 *            return: an exception that leaves one ends the process, and after longjmp() out of one the handle stays busy.
 * Limits     A record: 16 MiB of JSON, 100 000 elements in its lists, 64 KiB for a text or key. A field: 10 000 categories. A
 *            report: six breakdowns, a million rows. Rule files: 5 000 in a folder, 64 MiB together. kvf_options_set_limit()
 *            sets others of these, but for the breakdowns. A rule file: 1 MiB. A map: 1 MiB. Tables: 1 000. Threads: 256.
 * Stack      Every call needs at most 256 KiB in the calling thread.
 * Since      Everything is available since 0.1.0, unless its comment names a later version.
 *
 * Only these end the process: a failed small allocation, or one for what the engine stores of all records (where the result of
 * a call grows with its input, KVF_LIMIT is returned instead); an exception out of a callback; a stack that is too small; a
 * pointer, handle or length that violates these conventions.
 *
 * The library stays loaded after dlclose() or FreeLibrary() until the process ends, since threads that called it run
 * destructors when they end. A plug-in that links the static library must be linked with `-Wl,-z,nodelete` (the pkg-config and
 * CMake files say so).
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

/// Whether the loaded library has everything that this header declares. Check it before any other call.
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
  X(set_estimate) \
  X(set_why) \
  X(set_assume_unique) \
  X(set_check_all) \
  X(set_show_sensitive) \
  X(set_missing)
#define KVF_OPTIONS_OF_TEXTS(X) \
  X(add_period) \
  X(set_on) \
  X(add_by) \
  X(add_indicator) \
  X(set_group) \
  X(set_contacts) \
  X(add_listed) \
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

/// The rule files have errors; kvf_error_findings_json() returns all of them, with locations and suggestions.
#define KVF_RULES 1

/// A record, a map, a file or a partial is not valid; kvf_error_row() and kvf_error_field() say where.
#define KVF_INPUT 2

/// A rule could not be evaluated for a record: overflow or division by zero.
#define KVF_EVALUATE 3

/// A limit was exceeded (see Limits above), or there is not enough memory for the result.
#define KVF_LIMIT 4

/// An argument is invalid: NULL where that is not allowed, not UTF-8, an unknown programme, reading or period.
#define KVF_ARGUMENT 5

/// A bug in this library. Please report it with the message, which contains no value of a record. The process can continue;
/// of the handles, only a partial that was being modified is lost.
#define KVF_INTERNAL 6

/// The host's callback cancelled the call.
#define KVF_CANCELLED 7

/// The handle is in use: by another thread, or by the call whose callback made this call.
#define KVF_BUSY 8

/// Messages in Swedish.
#define KVF_LANG_SV 0

/// Messages in English.
#define KVF_LANG_EN 1

/// A JSON list of objects, or one object.
#define KVF_FORMAT_JSON 0

/// One JSON object per line; blank lines are skipped.
#define KVF_FORMAT_NDJSON 1

/// A call failed; its error contains the same message.
#define KVF_LOG_ERROR 0

/// The call succeeded, but something looks wrong in the data, or records were skipped.
#define KVF_LOG_WARNING 1

/// An invalid record makes the call fail.
#define KVF_ON_ERROR_STOP 0

/// An invalid record is skipped and counted, and the call continues.
#define KVF_ON_ERROR_SKIP 1

/// Persons in several sources, linked by their keys. **It is personal data**: it contains keys of persons and exact counts of
/// few people.
///
/// Records are added first. The first call that merges, serializes or finishes ends that phase; afterwards it can be merged,
/// serialized and finished any number of times. An addition that fails midway invalidates it, as it does a kvf_partial.
typedef struct kvf_baseline kvf_baseline;

/// A buffer that a call returned, mostly JSON.
typedef struct kvf_bytes kvf_bytes;

/// Why a call failed: a status, a message in Swedish and English, and the location if known. Never contains a value of a
/// record.
typedef struct kvf_error kvf_error;

/// The options of a call: periods, breakdowns, readings. They also cache what the last classification compiled for them, so
/// reuse them between calls.
typedef struct kvf_options kvf_options;

/// What has been counted so far. **It is personal data**: it contains keys of persons and exact counts of few people.
///
/// Records are added first. The first call that merges, serializes or finishes ends that phase; afterwards it can be merged,
/// serialized and finished any number of times. An addition or merge that fails midway invalidates it: every later call
/// except kvf_partial_free() returns KVF_ARGUMENT, so that a partial count is never mistaken for a complete one.
typedef struct kvf_partial kvf_partial;

/// A programme, checked and compiled.
typedef struct kvf_programme kvf_programme;

/// The records that a call skipped (with KVF_ON_ERROR_SKIP): how many, and for the first twenty the location and the reason.
/// Never contains a value of a record.
typedef struct kvf_rejected kvf_rejected;

/// Loaded rule sets: all programmes and their editions.
typedef struct kvf_rules kvf_rules;

/// A view of text or bytes owned by a handle. `data[len]` is a NUL that `len` does not count, so that text can be used as a C
/// string. An empty view has `data` NULL and `len` 0. Text is UTF-8.
typedef struct {
  /// The first byte, or NULL.
  const char *data;
  /// The length in bytes, without the NUL.
  size_t len;
} kvf_text;

/// Called periodically during a long call, in its thread. Returns 0 to continue, anything else to cancel. `data` is the
/// pointer that was set with the function. See Callbacks above.
typedef int32_t (*kvf_cancel)(void *data);

/// Called with messages for the host's log, before the call returns and in its thread. `level` is KVF_LOG_ERROR or
/// KVF_LOG_WARNING, `message` is valid until the callback returns, and `data` is the pointer that was set with the function.
/// Messages contain no values of records. See Callbacks above.
typedef void (*kvf_log)(void *data, int32_t level, kvf_text message);

/// A list field of the records stored in a separate table: a row for each element, with a column for the key of its record,
/// named as in the table of records unless a map says otherwise.
typedef struct {
  /// The name of the list field, such as `insatser`.
  kvf_text list;
  /// Its rows; not NULL.
  struct ArrowArrayStream *rows;
} kvf_table;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// Returns the version of the loaded engine, such as `0.1.0`. Never freed.
kvf_text kvf_version(void);

/// Returns the version of the loaded engine as a number, as KVF_VERSION_NUMBER. A library older than the header may lack
/// functions.
int32_t kvf_version_number(void);

/// Returns the ABI version of the loaded library. A program should refuse to run if it is not KVF_ABI_VERSION.
int32_t kvf_abi_version(void);

/// Returns a view of the buffer.
kvf_text kvf_bytes_view(const kvf_bytes *bytes);

/// Frees `bytes`.
void kvf_bytes_free(kvf_bytes *bytes);

/// Returns the status of the failed call; KVF_OK for NULL.
int32_t kvf_error_status(const kvf_error *error);

/// Returns what is wrong and what to do about it, in KVF_LANG_SV or KVF_LANG_EN; any other `lang` is Swedish.
kvf_text kvf_error_message(const kvf_error *error,
                           int32_t lang);

/// Returns the row of the data, counted from 1: the line in NDJSON, the position in a JSON list. 0 if unknown.
uint64_t kvf_error_row(const kvf_error *error);

/// Returns the path of the field, such as `insatser[2].erbjuden` (elements counted from 0); empty if unknown.
kvf_text kvf_error_field(const kvf_error *error);

/// Returns the name of the invalid argument, such as `period`; empty if unknown.
kvf_text kvf_error_argument(const kvf_error *error);

/// Returns, for KVF_RULES, every finding in the rule files, in the format of kvf_rules_check_json(); otherwise empty.
kvf_text kvf_error_findings_json(const kvf_error *error,
                                 int32_t lang);

/// Frees `error`; not one that kvf_rejected_reason() returned.
void kvf_error_free(kvf_error *error);

/// Returns the number of skipped records; 0 for NULL.
uint64_t kvf_rejected_count(const kvf_rejected *rejected);

/// Returns why the skipped record number `index`, counted from 0, was skipped; NULL beyond the first twenty. The error
/// belongs to `rejected`: do not free it.
const kvf_error *kvf_rejected_reason(const kvf_rejected *rejected,
                                     size_t index);

/// Frees `rejected`.
void kvf_rejected_free(kvf_rejected *rejected);

/// Returns the rule sets embedded in the library.
int32_t kvf_rules_embedded(kvf_rules **out, kvf_error **err);

/// Loads the rule sets of a folder: `city/programme/edition/` with its `.rhai` files, any folder above or below it, or a
/// single file, which stands for its folder. Files are read now; errors in them are reported by kvf_rules_check_json() and by
/// the calls that need them. Also KVF_INPUT, KVF_LIMIT.
int32_t kvf_rules_open(const char *path,
                       size_t len,
                       kvf_rules **out,
                       kvf_error **err);

/// As kvf_rules_open(), if the rule sets are signed with `key`: every file is as it was signed, none is missing and none was
/// added. `key` is a public key of minisign, the text of its file or its second line; `path` is the folder that was signed, with
/// `kvinnofrid sign`. Also KVF_INPUT where the rules are not signed with the key, KVF_ARGUMENT where it is none.
int32_t kvf_rules_open_signed(const char *path,
                              size_t len,
                              const char *key,
                              size_t key_len,
                              kvf_rules **out,
                              kvf_error **err);

/// As kvf_rules_open(), within the limits `rule_files` and `rule_bytes` that kvf_options_set_limit() set, and as
/// kvf_rules_open_signed() if `key` is not NULL. `options` may be NULL; of them only the limits matter.
int32_t kvf_rules_open_with(const char *path,
                            size_t len,
                            const char *key,
                            size_t key_len,
                            kvf_options *options,
                            kvf_rules **out,
                            kvf_error **err);

/// Returns every error and warning in the rule files as a JSON list: what `kvinnofrid check --format json` writes. The list
/// is empty if there are none; findings are a result, not a failure. One about what conditions answer may have a `witness`: a
/// made-up `record` that shows it, the `period`, and a `message` in words.
int32_t kvf_rules_check_json(const kvf_rules *rules,
                             int32_t lang,
                             kvf_bytes **out,
                             kvf_error **err);

/// Returns the editions of all programmes as a JSON list: what `kvinnofrid programmes --format json` writes. Each has
/// `programme`, `edition`, `title`, `from`, `to`, `status`, `revision`, `digest` and more. Editions with errors are omitted;
/// kvf_rules_check_json() returns the errors.
int32_t kvf_programmes_json(const kvf_rules *rules,
                            kvf_bytes **out,
                            kvf_error **err);

/// Frees `rules`. Programmes loaded from them remain valid.
void kvf_rules_free(kvf_rules *rules);

/// Loads a programme: checks and compiles its rule files.
///
/// `id` is the programme, such as `stockholm/kvinnofrid`, or the programme with its edition,
/// `stockholm/kvinnofrid@2012-2014`; NULL selects the only programme. `edition`, such as `2012-2014`, or else `on`, a day on
/// which it is in force, selects the edition. With neither (NULL), each call uses the edition in force throughout its
/// periods, and a partial whose periods belong to several editions is a series over them. Also KVF_RULES.
int32_t kvf_programme_load(const kvf_rules *rules,
                           const char *id,
                           size_t id_len,
                           const char *edition,
                           size_t edition_len,
                           const char *on,
                           size_t on_len,
                           kvf_programme **out,
                           kvf_error **err);

/// Frees `programme`. Partials created from it remain valid.
void kvf_programme_free(kvf_programme *programme);

/// Creates options with every default. Most calls need a period or a day. Values that do not fit the programme (a field, a
/// reading, a map) are reported by the call that uses the options.
int32_t kvf_options_new(kvf_options **out,
                        kvf_error **err);

/// Adds a period: `2013`, `2013-T1` (a third of a year), `2013-Q2` or `2013-01-01/2013-06-30`. Several periods make a series.
int32_t kvf_options_add_period(kvf_options *options,
                               const char *text,
                               size_t len,
                               kvf_error **err);

/// Sets the day, such as `2013-06-30`, that selects the edition and, if no period is set, is the period; NULL unsets it.
int32_t kvf_options_set_on(kvf_options *options,
                           const char *text,
                           size_t len,
                           kvf_error **err);

/// Adds a field or grouping, such as `stadsdel`, that figures are broken down by, at most six.
int32_t kvf_options_add_by(kvf_options *options, const char *text, size_t len, kvf_error **err);

/// Adds an indicator to show in a report, such as `kvinnor-kända`; with none, all are shown. All are counted in any case, so
/// that a selection never changes who is counted.
int32_t kvf_options_add_indicator(kvf_options *options,
                                  const char *text,
                                  size_t len,
                                  kvf_error **err);

/// Limits kvf_members_json() and kvf_worklist_json() to the records in one cell of a report: those with this category, such
/// as `Farsta`, of a field or grouping, such as `stadsdel`; `okänt` are those whose value is missing. Several fields may be set;
/// of one field the last category counts.
int32_t kvf_options_set_where(kvf_options *options,
                              const char *field,
                              size_t field_len,
                              const char *category,
                              size_t category_len,
                              kvf_error **err);

/// Adds, for kvf_diff_json(), what something of the old rules is called in the new ones: a field (`känd_sedan`), a code
/// (`kön:kvinna`, whose new name is `K`) or an id. The last call for one name counts.
int32_t kvf_options_add_renamed(kvf_options *options,
                                const char *old_name,
                                size_t old_len,
                                const char *new_name,
                                size_t new_len,
                                kvf_error **err);

/// Sets whether a report has rows that are totals over a breakdown (`Totalt`): not 0 (the default), or 0 so that rows can be
/// summed.
int32_t kvf_options_set_totals(kvf_options *options,
                               int32_t yes,
                               kvf_error **err);

/// Sets a reading, such as `åldersgräns`, to one of its alternatives, such as `alla`. The last call wins.
int32_t kvf_options_set_reading(kvf_options *options,
                                const char *reading,
                                size_t reading_len,
                                const char *alternative,
                                size_t alternative_len,
                                kvf_error **err);

/// Sets what kvf_classify_json() returns beside the target groups: `routines`, `instruments`, `activities` and `resources`,
/// separated by commas; NULL for nothing (the default). Each is a list in the JSON of a record.
int32_t kvf_options_set_with(kvf_options *options,
                             const char *text,
                             size_t len,
                             kvf_error **err);

/// Sets whether a report also evaluates every other alternative of every reading, one at a time: 0 (the default) or not 0.
int32_t kvf_options_set_every_alternative(kvf_options *options,
                                          int32_t yes,
                                          kvf_error **err);

/// Sets whether each two consecutive editions of a series both count one period, which shows the effect of the changed
/// definitions: 0 (the default) or not 0. `text` is that period, throughout which one of the two must be in force; NULL
/// selects the last period of the earlier edition.
int32_t kvf_options_set_bridge(kvf_options *options,
                               int32_t yes,
                               const char *text,
                               size_t len,
                               kvf_error **err);

/// Sets how reports are protected for publication: `method` is `round:5`, `round:3`, `round:10` or `suppress:5`, or NULL for
/// exact figures (the default); `key` is the secret, 16 to 4096 bytes of random data, such as a key from a key store; `ledger`
/// is the path of the file that records what was published, which is created if it does not exist. It applies to partials
/// created with these options; serialized partials are merged into an empty one. The key is stored until options and partials
/// are freed.
int32_t kvf_options_set_protect(kvf_options *options,
                                const char *method,
                                size_t method_len,
                                const char *key,
                                size_t key_len,
                                const char *ledger,
                                size_t ledger_len,
                                kvf_error **err);

/// Sets whether duplicate-key detection is skipped, so that no keys are stored: 0 (the default) or not 0. A duplicate record
/// is then counted twice.
int32_t kvf_options_set_assume_unique(kvf_options *options,
                                      int32_t yes,
                                      kvf_error **err);

/// Sets whether every field of the records is checked: 0 (the default) or not 0. Otherwise a call checks and reads only the
/// fields that it asks: classifications and explanations those of the target groups (and of what kvf_options_set_with()
/// adds), figures those of all target groups and indicators of the edition and of the breakdowns. Keys are always checked.
int32_t kvf_options_set_check_all(kvf_options *options,
                                  int32_t yes,
                                  kvf_error **err);

/// Sets a limit, such as `elements`, instead of what the conventions above give: `record_bytes`, `text_bytes`, `elements`,
/// `visits` (list elements that the rules visit for a record), `rows` (of a report), `categories`, or `rule_files` and
/// `rule_bytes` for kvf_rules_open_with(). What is beyond it is KVF_LIMIT, with its name and its number. 0, or more than the
/// limit can be, is KVF_ARGUMENT.
int32_t kvf_options_set_limit(kvf_options *options,
                              const char *name,
                              size_t name_len,
                              uint64_t most,
                              kvf_error **err);

/// Sets what happens with a record that can't be read or evaluated: KVF_ON_ERROR_STOP (the default) or KVF_ON_ERROR_SKIP.
int32_t kvf_options_set_on_error(kvf_options *options,
                                 int32_t what,
                                 kvf_error **err);

/// Adds the id of something that kvf_explain_json() explains: a target group, indicator, routine, instrument, activity or
/// resource. With none, all target groups are explained.
int32_t kvf_options_add_subject(kvf_options *options,
                                const char *text,
                                size_t len,
                                kvf_error **err);

/// Sets what a row of kvf_worklist_json() is about: `field` (the default), fields that are missing in many records, or
/// `record`, one record.
int32_t kvf_options_set_per(kvf_options *options,
                            const char *text,
                            size_t len,
                            kvf_error **err);

/// Sets how many rows kvf_worklist_json() returns, the first ones: 20 by default.
int32_t kvf_options_set_first(kvf_options *options, uint32_t rows, kvf_error **err);

/// Sets the target group of a baseline, such as `kvinnor`, whose condition is evaluated in each source that has the fields; NULL
/// (the default) counts everyone in the sources.
int32_t kvf_options_set_group(kvf_options *options,
                              const char *text,
                              size_t len,
                              kvf_error **err);

/// Sets the list whose elements are a person's contacts with a source of a baseline, such as `insatser`, for estimates from how
/// often persons recur; with NULL (the default) each row is a contact.
int32_t kvf_options_set_contacts(kvf_options *options,
                                 const char *text,
                                 size_t len,
                                 kvf_error **err);

/// Adds a source of a baseline that holds members of the group only, so that its condition is not evaluated there.
int32_t kvf_options_add_listed(kvf_options *options,
                               const char *text,
                               size_t len,
                               kvf_error **err);

/// Sets whether a baseline also estimates the number of persons whom no source knows, beside those known: 0 (the default) or
/// not 0.
int32_t kvf_options_set_estimate(kvf_options *options,
                                 int32_t yes,
                                 kvf_error **err);

/// Sets how the sources of a baseline depend on each other: `unknown` (the default), `referral` or `avoidance`.
int32_t kvf_options_set_dependence(kvf_options *options,
                                   const char *text,
                                   size_t len,
                                   kvf_error **err);

/// Sets whether kvf_explain_json() shows values of fields that the programme marks as sensitive, and kvf_members_json() the
/// keys of records: 0 (the default) or not 0.
int32_t kvf_options_set_show_sensitive(kvf_options *options,
                                       int32_t yes,
                                       kvf_error **err);

/// Sets whether kvf_classify_arrow() returns a column of the missing fields for each target group: 0 (the default) or not 0.
/// JSON always contains them.
int32_t kvf_options_set_missing(kvf_options *options,
                                int32_t yes,
                                kvf_error **err);

/// Sets whether a classification returns, for each target group, the code of the part of its condition that decides: 0 (the
/// default) or not 0. The code is a location in the rule files, such as `20-malgrupper.rhai:7:18`, or the reading that
/// decides alone, such as `åldersgräns=alla`; kvf_reasons_json() returns the condition of each code.
int32_t kvf_options_set_why(kvf_options *options,
                            int32_t yes,
                            kvf_error **err);

/// Sets the number of threads that a call may use, including the calling thread: 1 (the default), 0 for the available
/// parallelism, at most 256. Results and errors are byte-identical. Threads are started by calls with enough work and joined
/// before they return; callbacks are only called in the calling thread. A partial created with the options uses the same
/// number.
int32_t kvf_options_set_threads(kvf_options *options,
                                uint32_t threads,
                                kvf_error **err);

/// Sets a map (TOML) from columns and codes of the data to fields and codes of the programme, for data with other names; NULL
/// unsets it. Errors in it are reported by the call that uses it (KVF_INPUT). Also KVF_LIMIT.
int32_t kvf_options_set_map(kvf_options *options,
                            const char *text,
                            size_t len,
                            kvf_error **err);

/// Sets a function that is called periodically during long calls and returns whether to cancel; NULL unsets it. A cancelled
/// call returns KVF_CANCELLED. Partials created with the options also call it while records are added. The function must
/// remain callable with `data` until it is unset and no such partial is counting.
int32_t kvf_options_set_cancel(kvf_options *options,
                               kvf_cancel ask,
                               void *data,
                               kvf_error **err);

/// Sets a function that is called with failures and warnings of calls that use the options, in KVF_LANG_SV or KVF_LANG_EN;
/// NULL unsets it. Partials created with the options also call it. The function must remain callable with `data` until it is
/// unset and those partials are freed.
int32_t kvf_options_set_log(kvf_options *options,
                            int32_t lang,
                            kvf_log log,
                            void *data,
                            kvf_error **err);

/// Returns the warnings about the records of the last classification with these options, as a JSON list of objects with
/// `code` (`unknown_field`, `unmatched_rows`, `personnummer_key` and others), `field` (or null), `count` and `message`: the
/// warnings of the command line. The list is empty if there were none, or the call failed.
int32_t kvf_options_warnings_json(kvf_options *options,
                                  int32_t lang,
                                  kvf_bytes **out,
                                  kvf_error **err);

/// Frees `options`. Partials created with them remain valid.
void kvf_options_free(kvf_options *options);

/// Returns the JSON Schema of a record: what `kvinnofrid schema --format json` writes.
///
/// `options` may be NULL if the programme was loaded with an edition or a day; otherwise their periods or day select the
/// edition.
int32_t kvf_schema_json(const kvf_programme *programme,
                        kvf_options *options,
                        kvf_bytes **out,
                        kvf_error **err);

/// Returns the Arrow schema of a record: a struct with the simplest type of each field, as a starting point for programs that
/// build record batches. Other types are accepted too (bindings/c/README.md). `options` as for kvf_schema_json().
int32_t kvf_schema_arrow(const kvf_programme *programme,
                         kvf_options *options,
                         struct ArrowSchema *out,
                         kvf_error **err);

/// Returns which target groups each record belongs to: what `kvinnofrid classify` writes. A line of JSON for each record,
/// `{"id": …, "groups": {…}, "missing": {…}}`, where a group is `true`, `false` or, if unknown, `null`, and `missing` then
/// lists the paths of the fields that matter; with kvf_options_set_why() `why` follows, with a code for each group.
///
/// `format` is KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. The options must select one period or a day.
/// `*rejected` receives the skipped records (with KVF_ON_ERROR_SKIP). Only the first call with the same programme and
/// unchanged options compiles. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
int32_t kvf_classify_json(const kvf_programme *programme,
                          kvf_options *options,
                          int32_t format,
                          const char *json,
                          size_t len,
                          kvf_bytes **out,
                          kvf_rejected **rejected,
                          kvf_error **err);

/// Returns which target groups each record of an Arrow stream belongs to, as a stream with the same number and order of rows:
/// the key column unchanged, if there is one, and for each target group a Boolean column named by its id, null if unknown.
/// With kvf_options_set_missing() a column `missing_…` for each group follows, a list of strings: the paths of the fields
/// that matter; with kvf_options_set_why() a column `why_…` for each group comes last, dictionary-encoded Utf8 with all codes
/// that the group can have. Batches have at most 8192 rows. Column types: bindings/c/README.md.
///
/// **`records` is moved**, as in all calls that read streams: whatever is returned, its release callback has been called and
/// `records->release` is NULL. Its batches are read and released one at a time; only a batch whose keys are
/// dictionary-encoded or views is released with those of `*out`. `out` points to memory for a stream, which the caller
/// releases; previous content is not released. Rows of skipped records are null in every group. The stream's own error
/// message is not repeated; rows are counted from 1 across all batches. Otherwise as kvf_classify_json().
int32_t kvf_classify_arrow(const kvf_programme *programme,
                           kvf_options *options,
                           struct ArrowArrayStream *records,
                           struct ArrowArrayStream *out,
                           kvf_rejected **rejected,
                           kvf_error **err);

/// As kvf_classify_arrow(), with some or all list fields of the records in separate streams, joined by key. A table must be
/// complete: a record without rows in it has an empty list. A row that belongs to no record makes the call fail, or is
/// skipped with KVF_ON_ERROR_SKIP.
///
/// `tables` points to `len` tables, no two with the same stream. All streams are moved, and read into memory first; the
/// callback is called while they are read, and the batches of `*out` have the lengths of those of the records.
int32_t kvf_classify_tables(const kvf_programme *programme,
                            kvf_options *options,
                            struct ArrowArrayStream *records,
                            const kvf_table *tables,
                            size_t len,
                            struct ArrowArrayStream *out,
                            kvf_rejected **rejected,
                            kvf_error **err);

/// Returns the reasons that can decide whether a record belongs to a target group, with the codes that kvf_options_set_why()
/// adds to classifications: a JSON list of objects with `group`, `code`, `condition` (as written), `file`, `line`, `column`,
/// `negated` (true under a `!`, so that a record does not belong if it is true) and `reading` (the reading that decides
/// alone, such as `åldersgräns=alla`, or null). The options must select one period or a day.
int32_t kvf_reasons_json(const kvf_programme *programme,
                         kvf_options *options,
                         kvf_bytes **out,
                         kvf_error **err);

/// Explains why one record belongs to target groups or is counted by indicators: what `kvinnofrid explain --format json`
/// writes. An object with `answers`, each with its `value`, the `reason` as a sentence, the source behind it (`citation`) and
/// the tree of conditions with their values and locations (`traces`). **It is personal data.**
///
/// `json` is one object. The options select one period or a day, what to explain (kvf_options_add_subject()), and whether
/// sensitive values are shown. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT.
int32_t kvf_explain_json(const kvf_programme *programme,
                         kvf_options *options,
                         const char *json,
                         size_t len,
                         int32_t lang,
                         kvf_bytes **out,
                         kvf_error **err);

/// Returns what a change of rules means as JSON: what `kvinnofrid diff --format json` writes without data. `changes` lists
/// what differs; each condition has a `verdict` (`equivalent`, `stricter`, `looser`, `different` or `undecided`) and the
/// smallest record that shows a difference as its `witness`.
///
/// `programme` is an id (`ID` or `ID@EDITION`) or NULL for all editions of both rule sets. `options` may be NULL; of them
/// the periods matter and kvf_options_add_renamed(): nobody is counted, so there is nothing to protect. Also KVF_RULES.
int32_t kvf_diff_json(const kvf_rules *old_rules,
                      const kvf_rules *new_rules,
                      const char *programme,
                      size_t programme_len,
                      kvf_options *options,
                      kvf_bytes **out,
                      kvf_error **err);

/// Which records the indicators count, do not count or may count: what `kvinnofrid members` writes. A line of JSON for each
/// record and indicator of whose population or answer anything is certain or possible, `{"id": …, "indicator": …, "answer": …,
/// "missing": […]}`: those whose answer is `true` are the figure's value, those where it is `null` its `unknown`, and `missing`
/// then has the paths of the fields that would settle it. Of a share `denominator` follows, and the value is its numerator; of
/// a list whose elements are counted `certain`, `possible` and `open`, which add up to the figure. **It is personal data.**
///
/// Records are named by their row, as `#17`, or by their key with kvf_options_set_show_sensitive(). The options give periods or
/// a day; with several periods each line begins with its `period`, and where several editions count, its `edition`; the lines of
/// one period come after the other. kvf_options_add_indicator() and kvf_options_set_where() narrow it. `format` is
/// KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. `*rejected` receives the records skipped (with
/// KVF_ON_ERROR_SKIP): they are in no figure. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
int32_t kvf_members_json(const kvf_programme *programme,
                         kvf_options *options,
                         int32_t format,
                         const char *json,
                         size_t len,
                         kvf_bytes **out,
                         kvf_rejected **rejected,
                         kvf_error **err);

/// Which missing fields, completed, narrow which figures most: what `kvinnofrid worklist --format json` writes. An object with
/// `rows`, in the order that settles most unknown units for each value to fill in: `field`, `unit` (the stratum of the breakdowns
/// of the options), `records`, `values`, `settled`, `left`, and for each figure that the row narrows its bounds `before`,
/// `if_none` and `if_all` of what is completed counts, and the `width` that they have at most. No value is guessed.
///
/// With several periods there is one list over all of them: `editions`, `periods` and `not_available` say what it is of, and
/// each figure has its `period`, with several editions its `edition`, and with breakdowns its `unit`. A value that is filled in
/// counts as work once, and what it settles counts in each period.
///
/// The options are those of kvf_members_json(), and kvf_options_add_by(), kvf_options_set_per() and kvf_options_set_first(). **The
/// result is personal data**, and so are its counts of few. Otherwise as kvf_members_json().
int32_t kvf_worklist_json(const kvf_programme *programme,
                          kvf_options *options,
                          int32_t format,
                          const char *json,
                          size_t len,
                          kvf_bytes **out,
                          kvf_rejected **rejected,
                          kvf_error **err);

/// Returns the worklist as an Excel workbook (`.xlsx`) in the language `lang`: what `kvinnofrid worklist --format xlsx` writes, a
/// sheet of the rows and one of what the figures become. Otherwise as kvf_worklist_json(). Also KVF_ARGUMENT where the library
/// was built without Excel.
int32_t kvf_worklist_xlsx(const kvf_programme *programme,
                          kvf_options *options,
                          int32_t format,
                          const char *json,
                          size_t len,
                          int32_t lang,
                          kvf_bytes **out,
                          kvf_rejected **rejected,
                          kvf_error **err);

/// Returns the worklist as a page of HTML in the language `lang`: what `kvinnofrid worklist --format html` writes. Otherwise as
/// kvf_worklist_json().
int32_t kvf_worklist_html(const kvf_programme *programme,
                          kvf_options *options,
                          int32_t format,
                          const char *json,
                          size_t len,
                          int32_t lang,
                          kvf_bytes **out,
                          kvf_rejected **rejected,
                          kvf_error **err);

/// Everything that is wrong or odd in records, and what it does to a report: what `kvinnofrid validate --format json` writes. An
/// object with `records`, `rejected` (how many a report rejects), `affects_reports`, `absent` (fields that figures ask and no
/// record has) and `findings`: `effect` (`stops`, `changes`, `breakdown`, `nothing`), `field`, `kind`, `count`, `records`, the
/// first `rows`, and `message` in `lang`. It contains no value of a record. A finding is a result, not a failure.
///
/// `programme` may be NULL: the records are then validated for any report of the embedded rule sets. Of the options the
/// breakdowns, the cell, the map and kvf_options_set_assume_unique() are used, and period and day choose the edition; without,
/// all editions of the programme. Also KVF_INPUT (an invalid map), KVF_CANCELLED.
int32_t kvf_validate_json(const kvf_programme *programme,
                          kvf_options *options,
                          int32_t format,
                          const char *json,
                          size_t len,
                          int32_t lang,
                          kvf_bytes **out,
                          kvf_error **err);

/// Creates an empty partial. Programme and options, callbacks included, are copied into it, and may be modified or freed
/// afterwards.
///
/// The options must select a period or a day. For a programme that was loaded without edition and day, several periods make a
/// series in which each period is counted by the edition in force throughout it: the report states where figures do not
/// continue the earlier ones, and which periods have none.
int32_t kvf_partial_new(const kvf_programme *programme,
                        kvf_options *options,
                        kvf_partial **out,
                        kvf_error **err);

/// Counts records: `json` contains complete records in KVF_FORMAT_JSON or KVF_FORMAT_NDJSON. May be called any number of
/// times; rows in errors are counted from the start of each call. `*rejected` receives the records skipped by this call (with
/// KVF_ON_ERROR_SKIP). If a record, a limit or the callback makes it fail, the partial is invalid afterwards. Also KVF_INPUT,
/// KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
int32_t kvf_partial_add_json(kvf_partial *partial,
                             int32_t format,
                             const char *json,
                             size_t len,
                             kvf_rejected **rejected,
                             kvf_error **err);

/// Counts the records of an Arrow stream, batch by batch; may be mixed with kvf_partial_add_json(), and the same data yield
/// the same partial. **`records` is moved**, as by kvf_classify_arrow(). Row numbers in errors continue from the rows that
/// the partial has read. Otherwise as kvf_partial_add_json(). Column types: bindings/c/README.md.
int32_t kvf_partial_add_arrow(kvf_partial *partial,
                              struct ArrowArrayStream *records,
                              kvf_rejected **rejected,
                              kvf_error **err);

/// As kvf_partial_add_arrow(), with some or all list fields of the records in separate streams, joined by key. A table must
/// be complete: a record without rows in it has an empty list. A row that belongs to no record makes the call fail, or is
/// skipped with KVF_ON_ERROR_SKIP. `tables` points to `len` tables, no two with the same stream. All streams are moved, and
/// read into memory before the first record is counted.
int32_t kvf_partial_add_tables(kvf_partial *partial,
                               struct ArrowArrayStream *records,
                               const kvf_table *tables,
                               size_t len,
                               kvf_rejected **rejected,
                               kvf_error **err);

/// Adds the counts of `other` to `partial`. Partials with the same edition, periods and options merge, in any order, to the
/// partial of the whole population, byte-identical, as long as each person is in one part only. `other` is unchanged, but no
/// records can be added to either afterwards. On KVF_ARGUMENT (they differ in edition, periods or options; the message says
/// in what) and KVF_INPUT (a record is in both) `partial` is unchanged. Also KVF_LIMIT.
int32_t kvf_partial_merge(kvf_partial *partial,
                          kvf_partial *other,
                          kvf_error **err);

/// Serializes the partial, to store or send: what `kvinnofrid report --partial` writes. **The bytes are personal data.** No
/// records can be added to the partial afterwards. The partial of a series over several editions can't be serialized
/// (KVF_ARGUMENT): count the periods of one edition at a time.
int32_t kvf_partial_serialize(kvf_partial *partial,
                              kvf_bytes **out,
                              kvf_error **err);

/// Returns the partial that kvf_partial_serialize() or the command line wrote. It can be merged, serialized and finished; no
/// records can be added. Damaged, truncated or unknown bytes are KVF_INPUT. `data` points to `len` bytes.
int32_t kvf_partial_deserialize(const char *data,
                                size_t len,
                                kvf_partial **out,
                                kvf_error **err);

/// Returns the report of everything counted: what `kvinnofrid report --format json` writes. An object with `receipt`, `rows`
/// and `missing`. Figures are exact, and may be about few people, unless kvf_options_set_protect() is set: protected figures
/// are entered in the ledger, or refused with the reason (KVF_ARGUMENT; KVF_INPUT if the ledger is damaged or in use). No
/// records can be added to the partial afterwards. Also KVF_LIMIT.
int32_t kvf_partial_finish_json(kvf_partial *partial,
                                kvf_bytes **out,
                                kvf_error **err);

/// Returns the report as an Excel workbook (`.xlsx`) in the language `lang`: what `kvinnofrid report --format xlsx` writes. The
/// indicators of a deserialized partial are described from the embedded rules. Otherwise as kvf_partial_finish_json(). Also
/// KVF_ARGUMENT where the library was built without Excel.
int32_t kvf_partial_finish_xlsx(kvf_partial *partial,
                                int32_t lang,
                                kvf_bytes **out,
                                kvf_error **err);

/// Returns the report as an Arrow stream of one batch: a row for each figure, with the columns of `kvinnofrid report --format
/// csv`, and the receipt as JSON in the schema's metadata, under `kvinnofrid.receipt`. The caller releases the stream.
/// Otherwise as kvf_partial_finish_json().
int32_t kvf_partial_finish_arrow(kvf_partial *partial,
                                 struct ArrowArrayStream *out,
                                 kvf_error **err);

/// Returns the warnings about the records counted so far and about the counts, in the format of kvf_options_warnings_json():
/// `nobody_counted`, `similar_categories` and others. Warnings about records are not serialized.
int32_t kvf_partial_warnings_json(kvf_partial *partial,
                                  int32_t lang,
                                  kvf_bytes **out,
                                  kvf_error **err);

/// Frees `partial`.
void kvf_partial_free(kvf_partial *partial);

/// Creates an empty baseline. Programme and options, callbacks included, are copied into it, and may be modified or freed
/// afterwards. The options must select periods or a day; they may choose a target group (kvf_options_set_group()) and one
/// breakdown (kvf_options_add_by()). With several periods the group's condition is evaluated for each, by the edition in force
/// throughout it; where everyone listed counts, the same rows count in each: link what is listed of each period in a baseline of
/// that period, and merge them.
int32_t kvf_baseline_new(const kvf_programme *programme,
                         kvf_options *options,
                         kvf_baseline **out,
                         kvf_error **err);

/// Links records of the source `source`, such as `polis`, by their keys: the same key is the same person, who may have several
/// records in a source. `json` contains complete records in KVF_FORMAT_JSON or KVF_FORMAT_NDJSON; a source may be given in any
/// number of calls. There may be eight sources. `*rejected` receives the records skipped by this call (with
/// KVF_ON_ERROR_SKIP). Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED; the baseline is invalid afterwards.
int32_t kvf_baseline_add_json(kvf_baseline *baseline,
                              const char *source,
                              size_t source_len,
                              int32_t format,
                              const char *json,
                              size_t len,
                              kvf_rejected **rejected,
                              kvf_error **err);

/// Links the records of an Arrow stream. **`records` is moved**, as by kvf_classify_arrow(). Otherwise as
/// kvf_baseline_add_json().
int32_t kvf_baseline_add_arrow(kvf_baseline *baseline,
                               const char *source,
                               size_t source_len,
                               struct ArrowArrayStream *records,
                               kvf_rejected **rejected,
                               kvf_error **err);

/// Adds what `other` has linked to `baseline`: further sources, or further records of the same, where both have keys; otherwise
/// the tables of other persons. Periods that only one of them has stand beside the others. `other` is unchanged, but no records
/// can be added to either afterwards. On KVF_ARGUMENT (they differ in programme, group, breakdown, or within an edition in rules
/// or readings, or only one has keys) `baseline` is unchanged. Also KVF_LIMIT.
int32_t kvf_baseline_merge(kvf_baseline *baseline,
                           kvf_baseline *other,
                           kvf_error **err);

/// Serializes the baseline, to store or send: what `kvinnofrid baseline --partial` writes. `keys` is not 0 to keep the keys of
/// persons, so that it can be merged with other sources, or 0 for the tables of combinations only, which add up over
/// districts. **The bytes are personal data** either way.
int32_t kvf_baseline_serialize(kvf_baseline *baseline,
                               int32_t keys,
                               kvf_bytes **out,
                               kvf_error **err);

/// Returns the baseline that kvf_baseline_serialize() or the command line wrote. It can be merged, serialized and finished; no
/// records can be added. Damaged, truncated or unknown bytes are KVF_INPUT. `data` points to `len` bytes.
int32_t kvf_baseline_deserialize(const char *data,
                                 size_t len,
                                 kvf_baseline **out,
                                 kvf_error **err);

/// Returns the baseline: what `kvinnofrid baseline --format json` writes. An object with `receipt`, `sources`, `tables`, `survey`
/// and `notes`; each table has numbers of persons with their bounds. Of several periods: `periods`, such an object for each, and
/// `series`, with `breaks` where a period does not continue the one before it. `options` says what stands beside them
/// (kvf_options_set_estimate(), kvf_options_set_dependence()) and whether they are protected (kvf_options_set_protect()), and may
/// be NULL; `population` is CSV with the columns year, district (empty or `Totalt` for everyone) and persons, or NULL; `survey` is
/// CSV with the column `answer` and, where known, `weight`, `stratum` and `cluster`, for several periods also `period`, or NULL.
/// Also KVF_INPUT.
int32_t kvf_baseline_finish_json(kvf_baseline *baseline,
                                 kvf_options *options,
                                 const char *population,
                                 size_t population_len,
                                 const char *survey,
                                 size_t survey_len,
                                 kvf_bytes **out,
                                 kvf_error **err);

/// Frees `baseline`.
void kvf_baseline_free(kvf_baseline *baseline);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* KVINNOFRID_H */
