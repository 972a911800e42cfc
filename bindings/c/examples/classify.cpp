// The same as classify.c, in C++17.
#include <kvinnofrid.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

static int failed(const kvf::error &error) {
  std::cerr << error.message(kvf::lang::en) << '\n';
  return 1;
}

int main(int argc, char **argv) {
  auto rules = kvf::rules::embedded();
  if (!rules) return failed(rules.error());
  auto programme = rules->load("stockholm/kvinnofrid");
  if (!programme) return failed(programme.error());
  auto options = kvf::options::make();
  if (!options) return failed(options.error());
  if (auto set = options->add_period("2013"); !set) return failed(set.error());

  auto answer = programme->classify(*options, R"({"id": "a1", "kön": "kvinna",
      "födelsedatum": "1980-05-17", "våld": [{"roll": "våldsutsatt",
      "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}]})", kvf::format::json);
  if (!answer) return failed(answer.error());
  std::cout << answer->view();

  auto wrong = programme->classify(*options, R"({"id": "a2", "kön": "K"})");
  if (!wrong) std::cout << "row " << wrong.error().row() << ", field " << wrong.error().field() << '\n';

  if (argc > 1) {
    std::ifstream file(argv[1], std::ios::binary);
    const std::string records{std::istreambuf_iterator<char>(file), {}};
    if (auto set = options->add_by("stadsdel"); !set) return failed(set.error());
    auto count = programme->count(*options);
    if (!count) return failed(count.error());
    if (auto added = count->add(records); !added) return failed(added.error());
    auto report = count->finish();
    if (!report) return failed(report.error());
    std::cout << report->view();
  }
}
