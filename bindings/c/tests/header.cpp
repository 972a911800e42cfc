// The headers as C++17 that warns of everything, in two units of one program's worth of includes.
#include <kvinnofrid.hpp>
#include <kvinnofrid.h>

#include <type_traits>

static_assert(!std::is_copy_constructible_v<kvf::programme> && std::is_nothrow_move_constructible_v<kvf::programme>);

static bool b_add(const kvf::programme &programme, const kvf::options &options, ArrowArrayStream &gone) {
  auto count = programme.count(options);
  return !count || count->add(gone) || count->add(gone, nullptr, 0);
}

int main() {
  auto rules = kvf::rules::embedded();
  if (!kvf::is_compatible() || !rules || rules->programmes()->view().empty()) return 1;
  auto programme = rules->load("stockholm/kvinnofrid", "2012-2014");
  auto none = rules->load("stokholm/kvinnofrid");
  if (!programme || none || none.error().status() != KVF_ARGUMENT || none.error().message().empty()) return 1;
  auto moved = std::move(*programme);
  if (!moved.schema()) return 1;
  auto options = kvf::options::make();
  if (!options || !options->add_period("2013") || !options->set_reading("åldersgräns", "alla")) return 1;
  if (!options->set_skip_errors(true) || !options->set_threads(8)) return 1;
  auto same = rules->diff(*rules, "solna/handlingsplan");
  if (!same || same->view().find("\"changes\": []") == std::string_view::npos) return 1;
  auto renamed = kvf::options::make();
  if (!renamed->add_renamed("kön:kvinna", "K") || !renamed->set_per("record")) return 1;
  int warnings = 0;
  const auto hear = [](void *data, std::int32_t level, kvf_text message) noexcept {
    *static_cast<int *>(data) += level == KVF_LOG_WARNING && message.len > 0;
  };
  if (!options->set_log(hear, &warnings) || !options->set_cancel(nullptr, nullptr)) return 1;
  kvf::rejected over;
  auto skipped = moved.classify(*options, "{\"id\": 1}\n[]\n", kvf::format::ndjson, &over);
  if (!skipped || over.count() != 1 || over.row(0) != 2 || over.message(0).empty() || over.knows(1)) return 1;
  if (warnings != 1 || !options->set_log(nullptr, nullptr)) return 1;
  ArrowArrayStream gone{}, table;
  if (moved.classify(*options, gone, table) || table.release != nullptr || b_add(moved, *options, gone)) return 1;
  if (moved.classify(*options, gone, nullptr, 0, table) || table.release != nullptr) return 1;
  ArrowSchema schema;
  if (!moved.schema(schema) || schema.release == nullptr) return 1;
  schema.release(&schema);
  auto ours = moved.classify(*options, R"({"id": 1, "kön": "man"})");
  if (!options->set_why(true) || !moved.reasons(*options)) return 1;
  auto decided = moved.classify(*options, R"({"id": 1, "kön": "man"})");
  if (!decided || decided->view().find("\"why\":{\"kvinnor\":\"20-malgrupper.rhai:") == std::string_view::npos) return 1;
  if (!options->set_why(false)) return 1;
  if (!options->set_map("[fält]\nkön = \"Kon\"\n[koder.kön]\nM = \"man\"\n")) return 1;
  auto theirs = moved.classify(*options, R"({"id": 1, "Kon": "M"})");
  if (!ours || !theirs || ours->view() != theirs->view() || !options->set_map({})) return 1;
  auto a = moved.count(*options), b = moved.count(*options);
  if (!a || !b || a->add("{\"id\": 1}\nx\n")->count() != 1 || !b->add("{\"id\": 2}")) return 1;
  if (!a->merge(*b)) return 1;
  auto wire = a->serialize();
  auto again = kvf::partial::deserialize(wire->view());
  return again && again->finish()->view() == a->finish()->view() ? 0 : 1;
}
