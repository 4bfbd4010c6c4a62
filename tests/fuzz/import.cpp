// SPDX-License-Identifier: Apache-2.0
// A register's file, CSV or JSON lines: however it is cut into pieces, the same comes out.
#include "issue/import.h"

#include "fuzz/fuzz.h"

namespace whit::fuzz {
namespace {

CatalogueFact fact(Vct vct, std::string slug) {
  CatalogueFact out;
  out.vct = vct;
  out.slug = std::move(slug);
  out.kinds = 1;
  return out;
}

const Issuing& issuing() {
  static const Issuing made = [] {
    Issuing out;
    out.iss = "dlo";
    out.catalogue = {fact(65001, "work-permit-valid"), fact(65002, "work-permit-until"),
                     fact(65004, "visa-class"), fact(kDocumentVct, "document")};
    out.catalogue[1].value_range = {202601, 203512};
    out.catalogue[2].value_list = {"WORK", "STUDY-2"};
    return out;
  }();
  return made;
}

class Seen final : public ImportSink {
 public:
  Status row(ImportRow row) override {
    must(issuing().find_fact(row.fact.vct) != nullptr);
    must(row.fact.from <= row.fact.until);
    text += std::to_string(row.line) + row.subject + std::to_string(row.fact.vct) + row.document;
    return {};
  }
  void problem(LineProblem problem) override {
    must(!problem.reason.empty());
    text += std::to_string(problem.line) + problem.reason;
  }
  std::string text;
};

std::string read(Bytes input, ImportFormat format, std::size_t piece) {
  Seen seen;
  ImportReader reader(issuing(), format, seen);
  for (std::size_t at = 0; at < input.size(); at += piece) {
    must(reader.feed(input.subspan(at, std::min(piece, input.size() - at))).ok());
  }
  must(reader.finish().ok());
  return seen.text;
}

}  // namespace

void run(Bytes input) {
  if (input.empty()) return;
  const Bytes file = input.subspan(1);
  for (const ImportFormat format : {ImportFormat::csv, ImportFormat::json_lines}) {
    const std::string whole = read(file, format, file.size() + 1);
    must(read(file, format, input[0] % 64 + std::size_t{1}) == whole);
  }
}

}  // namespace whit::fuzz
