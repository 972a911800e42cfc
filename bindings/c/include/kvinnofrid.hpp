// kvinnofrid for C++17: handles that free themselves, results without exceptions. Header only, over kvinnofrid.h.
//
// A call that can fail returns a kvf::result: `if (auto r = programme.classify(options, json)) use(*r); else r.error()…`.
// What kvinnofrid.h says of threads, limits and callbacks holds here too. A view into an object is valid as long as the object.
#ifndef KVINNOFRID_HPP
#define KVINNOFRID_HPP

#include "kvinnofrid.h"

#include <memory>
#include <string_view>
#include <utility>
#include <variant>

namespace kvf {

/// Whether the library that is loaded has all that these headers declare.
inline bool is_compatible() noexcept { return KVF_IS_COMPATIBLE(); }

/// The language of messages.
enum class lang : std::int32_t { sv = KVF_LANG_SV, en = KVF_LANG_EN };
/// How data hold their records.
enum class format : std::int32_t { json = KVF_FORMAT_JSON, ndjson = KVF_FORMAT_NDJSON };

namespace detail {
struct freer {
  void operator()(kvf_bytes *p) const noexcept { kvf_bytes_free(p); }
  void operator()(kvf_error *p) const noexcept { kvf_error_free(p); }
  void operator()(kvf_rejected *p) const noexcept { kvf_rejected_free(p); }
  void operator()(kvf_rules *p) const noexcept { kvf_rules_free(p); }
  void operator()(kvf_programme *p) const noexcept { kvf_programme_free(p); }
  void operator()(kvf_options *p) const noexcept { kvf_options_free(p); }
  void operator()(kvf_partial *p) const noexcept { kvf_partial_free(p); }
  void operator()(kvf_baseline *p) const noexcept { kvf_baseline_free(p); }
};
template <class T> using handle = std::unique_ptr<T, freer>;
inline std::string_view view(kvf_text text) noexcept {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.len);
}
} // namespace detail

/// Why a call failed.
class error {
public:
  explicit error(kvf_error *owned) noexcept : inner(owned) {}
  std::int32_t status() const noexcept { return kvf_error_status(inner.get()); }
  std::string_view message(lang l = lang::sv) const noexcept {
    return detail::view(kvf_error_message(inner.get(), static_cast<std::int32_t>(l)));
  }
  /// The row, counted from 1; 0 where none is known.
  std::uint64_t row() const noexcept { return kvf_error_row(inner.get()); }
  std::string_view field() const noexcept { return detail::view(kvf_error_field(inner.get())); }
  std::string_view argument() const noexcept { return detail::view(kvf_error_argument(inner.get())); }
  std::string_view findings_json(lang l = lang::sv) const noexcept {
    return detail::view(kvf_error_findings_json(inner.get(), static_cast<std::int32_t>(l)));
  }

private:
  detail::handle<kvf_error> inner;
};

/// What a call made, or why it could not. Check it before you use it.
template <class T> class [[nodiscard]] result {
public:
  result(T value) : inner(std::in_place_index<0>, std::move(value)) {}
  result(kvf::error failed) : inner(std::in_place_index<1>, std::move(failed)) {}
  explicit operator bool() const noexcept { return inner.index() == 0; }
  T &operator*() noexcept { return *std::get_if<0>(&inner); }
  const T &operator*() const noexcept { return *std::get_if<0>(&inner); }
  T *operator->() noexcept { return std::get_if<0>(&inner); }
  const T *operator->() const noexcept { return std::get_if<0>(&inner); }
  const kvf::error &error() const noexcept { return *std::get_if<1>(&inner); }

private:
  std::variant<T, kvf::error> inner;
};

/// The result of a call that makes nothing.
using done = result<std::monostate>;

namespace detail {
/// Calls `call(&out, &err)`.
template <class T, class Handle, class Call> result<T> make(Call call) {
  Handle *out = nullptr;
  kvf_error *err = nullptr;
  if (call(&out, &err) != KVF_OK) return error(err);
  return T(out);
}
/// Calls `call(&err)`.
template <class Call> done just(Call call) {
  kvf_error *err = nullptr;
  if (call(&err) != KVF_OK) return error(err);
  return std::monostate();
}
} // namespace detail

/// Bytes that a call has made.
class bytes {
public:
  explicit bytes(kvf_bytes *owned) noexcept : inner(owned) {}
  std::string_view view() const noexcept { return detail::view(kvf_bytes_view(inner.get())); }

private:
  detail::handle<kvf_bytes> inner;
};

/// The records that a call has skipped.
class rejected {
public:
  explicit rejected(kvf_rejected *owned = nullptr) noexcept : inner(owned) {}
  std::uint64_t count() const noexcept { return kvf_rejected_count(inner.get()); }
  /// Why the `index`th was, counted from 0; false where that is not known, and of all but the first twenty.
  bool knows(std::size_t index) const noexcept { return reason(index) != nullptr; }
  std::uint64_t row(std::size_t index) const noexcept { return kvf_error_row(reason(index)); }
  std::string_view field(std::size_t index) const noexcept { return detail::view(kvf_error_field(reason(index))); }
  std::string_view message(std::size_t index, lang l = lang::sv) const noexcept {
    return detail::view(kvf_error_message(reason(index), static_cast<std::int32_t>(l)));
  }

private:
  const kvf_error *reason(std::size_t index) const noexcept { return kvf_rejected_reason(inner.get(), index); }
  detail::handle<kvf_rejected> inner;
};

/// What a call asks for.
class options {
public:
  explicit options(kvf_options *owned) noexcept : inner(owned) {}
  static result<options> make() {
    return detail::make<options, kvf_options>([](auto o, auto e) { return kvf_options_new(o, e); });
  }

  // As the functions of C: `add_by(…)` is kvf_options_add_by(), `set_why(true)` kvf_options_set_why().
#define KVF_DETAIL_TEXT(name)                                                                                         \
  done name(std::string_view text) {                                                                                  \
    return detail::just([&](auto e) { return kvf_options_##name(get(), text.data(), text.size(), e); });               \
  }
#define KVF_DETAIL_FLAG(name)                                                                                         \
  done name(bool yes) {                                                                                               \
    return detail::just([&](auto e) { return kvf_options_##name(get(), yes, e); });                                    \
  }
  KVF_OPTIONS_OF_TEXTS(KVF_DETAIL_TEXT)
  KVF_OPTIONS_OF_FLAGS(KVF_DETAIL_FLAG)
#undef KVF_DETAIL_TEXT
#undef KVF_DETAIL_FLAG

  done set_reading(std::string_view reading, std::string_view alternative) {
    return detail::just([&](auto e) {
      return kvf_options_set_reading(get(), reading.data(), reading.size(), alternative.data(), alternative.size(), e);
    });
  }
  /// Which period two consecutive editions of a series both count; without one, the last of the earlier.
  done set_bridge(std::string_view period = {}) {
    return detail::just([&](auto e) { return kvf_options_set_bridge(get(), 1, period.data(), period.size(), e); });
  }
  /// How reports are protected (`round:5`), by which key, and the file that remembers what was published.
  done set_protect(std::string_view method, std::string_view key, std::string_view ledger) {
    return detail::just([&](auto e) {
      return kvf_options_set_protect(get(), method.data(), method.size(), key.data(), key.size(), ledger.data(),
                                     ledger.size(), e);
    });
  }
  /// How the sources of a baseline depend on each other: `unknown`, `referral` or `avoidance`.
  done set_dependence(std::string_view how) {
    return detail::just([&](auto e) { return kvf_options_set_dependence(get(), how.data(), how.size(), e); });
  }
  /// What something of the old rules is called in the new ones, for `diff_json`.
  done add_renamed(std::string_view old_name, std::string_view new_name) {
    return detail::just([&](auto e) {
      return kvf_options_add_renamed(get(), old_name.data(), old_name.size(), new_name.data(), new_name.size(), e);
    });
  }
  /// How many rows a worklist has at most.
  done set_first(std::uint32_t rows) {
    return detail::just([&](auto e) { return kvf_options_set_first(get(), rows, e); });
  }
  /// What a row of a worklist is about: `field` or `record`.
  done set_per(std::string_view what) {
    return detail::just([&](auto e) { return kvf_options_set_per(get(), what.data(), what.size(), e); });
  }
  /// The cell of a report whose records are listed.
  done set_where(std::string_view field, std::string_view category) {
    return detail::just([&](auto e) {
      return kvf_options_set_where(get(), field.data(), field.size(), category.data(), category.size(), e);
    });
  }
  /// A limit, such as `elements`, and the most that is accepted.
  done set_limit(std::string_view name, std::uint64_t most) {
    return detail::just([&](auto e) { return kvf_options_set_limit(get(), name.data(), name.size(), most, e); });
  }
  done set_skip_errors(bool yes) {
    const std::int32_t what = yes ? KVF_ON_ERROR_SKIP : KVF_ON_ERROR_STOP;
    return detail::just([&](auto e) { return kvf_options_set_on_error(get(), what, e); });
  }
  done set_threads(std::uint32_t threads) {
    return detail::just([&](auto e) { return kvf_options_set_threads(get(), threads, e); });
  }
  /// A function that says whether to stop. An exception out of it would end the process.
  done set_cancel(std::int32_t (*ask)(void *) noexcept, void *data) {
    return detail::just([&](auto e) { return kvf_options_set_cancel(get(), ask, data, e); });
  }
  /// A function that is called with failures (KVF_LOG_ERROR) and warnings (KVF_LOG_WARNING).
  done set_log(void (*log)(void *, std::int32_t level, kvf_text message) noexcept, void *data, lang l = lang::sv) {
    return detail::just(
        [&](auto e) { return kvf_options_set_log(get(), static_cast<std::int32_t>(l), log, data, e); });
  }
  /// What was odd about the records of the last classification, as JSON.
  result<bytes> warnings(lang l = lang::sv) const {
    return detail::make<bytes, kvf_bytes>(
        [&](auto o, auto e) { return kvf_options_warnings_json(get(), static_cast<std::int32_t>(l), o, e); });
  }
  kvf_options *get() const noexcept { return inner.get(); }

private:
  detail::handle<kvf_options> inner;
};

/// What has been counted so far. It is personal data.
class partial {
public:
  explicit partial(kvf_partial *owned) noexcept : inner(owned) {}
  static result<partial> deserialize(std::string_view data) {
    return detail::make<partial, kvf_partial>(
        [&](auto o, auto e) { return kvf_partial_deserialize(data.data(), data.size(), o, e); });
  }
  /// Which records were skipped.
  result<rejected> add(std::string_view records, format f = format::ndjson) {
    return detail::make<rejected, kvf_rejected>([&](auto o, auto e) {
      return kvf_partial_add_json(inner.get(), static_cast<std::int32_t>(f), records.data(), records.size(), o, e);
    });
  }
  /// The same of an Arrow stream, which is moved.
  result<rejected> add(ArrowArrayStream &records) {
    return detail::make<rejected, kvf_rejected>(
        [&](auto o, auto e) { return kvf_partial_add_arrow(inner.get(), &records, o, e); });
  }
  /// The same where lists are in tables of their own; all streams are moved.
  result<rejected> add(ArrowArrayStream &records, const kvf_table *tables, std::size_t len) {
    return detail::make<rejected, kvf_rejected>(
        [&](auto o, auto e) { return kvf_partial_add_tables(inner.get(), &records, tables, len, o, e); });
  }
  done merge(const partial &other) {
    return detail::just([&](auto e) { return kvf_partial_merge(inner.get(), other.inner.get(), e); });
  }
  result<bytes> serialize() {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) { return kvf_partial_serialize(inner.get(), o, e); });
  }
  result<bytes> finish() {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) { return kvf_partial_finish_json(inner.get(), o, e); });
  }
  /// The report as a workbook of Excel.
  result<bytes> finish_xlsx(lang l = lang::sv) {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
      return kvf_partial_finish_xlsx(inner.get(), static_cast<std::int32_t>(l), o, e);
    });
  }
  /// The report as an Arrow stream, for the caller to release.
  done finish(ArrowArrayStream &out) {
    return detail::just([&](auto e) { return kvf_partial_finish_arrow(inner.get(), &out, e); });
  }
  /// What is odd about the records counted so far and about what has been counted, as JSON.
  result<bytes> warnings(lang l = lang::sv) const {
    return detail::make<bytes, kvf_bytes>(
        [&](auto o, auto e) { return kvf_partial_warnings_json(get(), static_cast<std::int32_t>(l), o, e); });
  }
  kvf_partial *get() const noexcept { return inner.get(); }

private:
  detail::handle<kvf_partial> inner;
};

/// Persons in several sources, linked by their keys. It is personal data.
class baseline {
public:
  explicit baseline(kvf_baseline *owned) noexcept : inner(owned) {}
  static result<baseline> deserialize(std::string_view data) {
    return detail::make<baseline, kvf_baseline>(
        [&](auto o, auto e) { return kvf_baseline_deserialize(data.data(), data.size(), o, e); });
  }
  /// Which records of the source were skipped.
  result<rejected> add(std::string_view source, std::string_view records, format f = format::ndjson) {
    return detail::make<rejected, kvf_rejected>([&](auto o, auto e) {
      return kvf_baseline_add_json(inner.get(), source.data(), source.size(), static_cast<std::int32_t>(f),
                                   records.data(), records.size(), o, e);
    });
  }
  /// The same of an Arrow stream, which is moved.
  result<rejected> add(std::string_view source, ArrowArrayStream &records) {
    return detail::make<rejected, kvf_rejected>([&](auto o, auto e) {
      return kvf_baseline_add_arrow(inner.get(), source.data(), source.size(), &records, o, e);
    });
  }
  done merge(const baseline &other) {
    return detail::just([&](auto e) { return kvf_baseline_merge(inner.get(), other.inner.get(), e); });
  }
  /// With the keys, or the tables of combinations only.
  result<bytes> serialize(bool keys = true) {
    return detail::make<bytes, kvf_bytes>(
        [&](auto o, auto e) { return kvf_baseline_serialize(inner.get(), keys ? 1 : 0, o, e); });
  }
  /// The baseline as JSON, with the population and the answers of a survey as CSV where there are such.
  result<bytes> finish(const options *asked = nullptr, std::string_view population = {}, std::string_view survey = {}) {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
      return kvf_baseline_finish_json(inner.get(), asked == nullptr ? nullptr : asked->get(), population.data(),
                                      population.size(), survey.data(), survey.size(), o, e);
    });
  }
  kvf_baseline *get() const noexcept { return inner.get(); }

private:
  detail::handle<kvf_baseline> inner;
};

/// A programme.
class programme {
  /// Calls `call(r)`, and puts what `r` received in `over`.
  template <class Call> static auto over_too(rejected *over, Call call) {
    kvf_rejected *made = nullptr;
    auto answer = call(over == nullptr ? nullptr : &made);
    if (over != nullptr) *over = rejected(made);
    return answer;
  }

public:
  explicit programme(kvf_programme *owned) noexcept : inner(owned) {}
  /// A line of JSON a record.
  result<bytes> classify(const options &asked, std::string_view records, format f = format::ndjson,
                         rejected *over = nullptr) const {
    return over_too(over, [&](auto r) {
      return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
        return kvf_classify_json(get(), asked.get(), static_cast<std::int32_t>(f), records.data(), records.size(), o,
                                 r, e);
      });
    });
  }
  /// An Arrow stream in, which is moved, and one out, for the caller to release.
  done classify(const options &asked, ArrowArrayStream &records, ArrowArrayStream &out,
                rejected *over = nullptr) const {
    return over_too(over, [&](auto r) {
      return detail::just([&](auto e) { return kvf_classify_arrow(get(), asked.get(), &records, &out, r, e); });
    });
  }
  /// The same where lists are in tables of their own; all streams in are moved.
  done classify(const options &asked, ArrowArrayStream &records, const kvf_table *tables, std::size_t len,
                ArrowArrayStream &out, rejected *over = nullptr) const {
    return over_too(over, [&](auto r) {
      return detail::just(
          [&](auto e) { return kvf_classify_tables(get(), asked.get(), &records, tables, len, &out, r, e); });
    });
  }
  /// A line of JSON for each record and indicator: personal data.
  result<bytes> members(const options &asked, std::string_view records, format f = format::ndjson,
                        rejected *over = nullptr) const {
    return over_too(over, [&](auto r) {
      return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
        return kvf_members_json(get(), asked.get(), static_cast<std::int32_t>(f), records.data(), records.size(), o,
                                r, e);
      });
    });
  }
  /// Which fields to complete, and what the figures then become, as JSON.
  result<bytes> worklist(const options &asked, std::string_view records, format f = format::ndjson,
                         rejected *over = nullptr) const {
    return over_too(over, [&](auto r) {
      return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
        return kvf_worklist_json(get(), asked.get(), static_cast<std::int32_t>(f), records.data(), records.size(), o,
                                 r, e);
      });
    });
  }
  /// The same as a workbook of Excel.
  result<bytes> worklist_xlsx(const options &asked, std::string_view records, format f = format::ndjson,
                              lang l = lang::sv, rejected *over = nullptr) const {
    return over_too(over, [&](auto r) {
      return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
        return kvf_worklist_xlsx(get(), asked.get(), static_cast<std::int32_t>(f), records.data(), records.size(),
                                 static_cast<std::int32_t>(l), o, r, e);
      });
    });
  }
  /// The same as a page of HTML.
  result<bytes> worklist_html(const options &asked, std::string_view records, format f = format::ndjson,
                              lang l = lang::sv, rejected *over = nullptr) const {
    return over_too(over, [&](auto r) {
      return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
        return kvf_worklist_html(get(), asked.get(), static_cast<std::int32_t>(f), records.data(), records.size(),
                                 static_cast<std::int32_t>(l), o, r, e);
      });
    });
  }
  /// Everything that is wrong or odd in the records, and what it does to a report, as JSON.
  result<bytes> validate(const options &asked, std::string_view records, format f = format::ndjson,
                         lang l = lang::sv) const {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
      return kvf_validate_json(get(), asked.get(), static_cast<std::int32_t>(f), records.data(), records.size(),
                               static_cast<std::int32_t>(l), o, e);
    });
  }
  result<bytes> explain(const options &asked, std::string_view record, lang l = lang::sv) const {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
      return kvf_explain_json(get(), asked.get(), record.data(), record.size(), static_cast<std::int32_t>(l), o, e);
    });
  }
  /// What can decide, with its codes, as JSON.
  result<bytes> reasons(const options &asked) const {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) { return kvf_reasons_json(get(), asked.get(), o, e); });
  }
  result<bytes> schema(const options *asked = nullptr) const {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
      return kvf_schema_json(get(), asked == nullptr ? nullptr : asked->get(), o, e);
    });
  }
  /// The schema of record batches, for the caller to release.
  done schema(ArrowSchema &out, const options *asked = nullptr) const {
    return detail::just([&](auto e) {
      return kvf_schema_arrow(get(), asked == nullptr ? nullptr : asked->get(), &out, e);
    });
  }
  result<partial> count(const options &asked) const {
    return detail::make<partial, kvf_partial>(
        [&](auto o, auto e) { return kvf_partial_new(get(), asked.get(), o, e); });
  }
  /// Links the records of several sources.
  result<baseline> link(const options &asked) const {
    return detail::make<baseline, kvf_baseline>(
        [&](auto o, auto e) { return kvf_baseline_new(get(), asked.get(), o, e); });
  }
  const kvf_programme *get() const noexcept { return inner.get(); }

private:
  detail::handle<kvf_programme> inner;
};

/// Rule sets.
class rules {
public:
  explicit rules(kvf_rules *owned) noexcept : inner(owned) {}
  static result<rules> embedded() {
    return detail::make<rules, kvf_rules>([](auto o, auto e) { return kvf_rules_embedded(o, e); });
  }
  static result<rules> open(std::string_view path) {
    return detail::make<rules, kvf_rules>(
        [&](auto o, auto e) { return kvf_rules_open(path.data(), path.size(), o, e); });
  }
  /// Rule sets that are signed with `key`, a public key of minisign.
  static result<rules> open_signed(std::string_view path, std::string_view key) {
    return detail::make<rules, kvf_rules>([&](auto o, auto e) {
      return kvf_rules_open_signed(path.data(), path.size(), key.data(), key.size(), o, e);
    });
  }
  /// Rule sets within the limits of the options, and signed with `key` unless it is empty.
  static result<rules> open_with(std::string_view path, const options &o, std::string_view key = {}) {
    return detail::make<rules, kvf_rules>([&](auto out, auto e) {
      return kvf_rules_open_with(path.data(), path.size(), key.empty() ? nullptr : key.data(), key.size(), o.get(), out, e);
    });
  }
  result<bytes> check(lang l = lang::sv) const {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
      return kvf_rules_check_json(inner.get(), static_cast<std::int32_t>(l), o, e);
    });
  }
  /// The editions of all programmes, as JSON.
  result<bytes> programmes() const {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) { return kvf_programmes_json(inner.get(), o, e); });
  }
  /// What has changed in `after`, and what that means, as JSON; of one programme or edition where `id` is given.
  result<bytes> diff(const rules &after, std::string_view id = {}, const options *asked = nullptr) const {
    return detail::make<bytes, kvf_bytes>([&](auto o, auto e) {
      return kvf_diff_json(inner.get(), after.inner.get(), id.empty() ? nullptr : id.data(), id.size(),
                           asked == nullptr ? nullptr : asked->get(), o, e);
    });
  }
  /// `id` as `stockholm/kvinnofrid` or `stockholm/kvinnofrid@2012-2014`; `edition` and `on` may be left out.
  result<programme> load(std::string_view id, std::string_view edition = {}, std::string_view on = {}) const {
    return detail::make<programme, kvf_programme>([&](auto o, auto e) {
      return kvf_programme_load(inner.get(), id.data(), id.size(), edition.data(), edition.size(), on.data(),
                                on.size(), o, e);
    });
  }

private:
  detail::handle<kvf_rules> inner;
};

} // namespace kvf

#endif
