// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/quota.h"

#include <algorithm>

#include "audit/crowd.h"
#include "cli/audit/evidence_store.h"
#include "cli/audit/report.h"
#include "cli/common/message.h"
#include "log/path.h"
#include "log/text.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

constexpr std::string_view kHint = "such as --people 65001=1200000: a fact, and how many people";

Vct fact_named(const std::string& text, const std::vector<CatalogueFact>& catalogue) {
  const auto number = logtext::parse_decimal(text);
  const auto found = std::find_if(catalogue.begin(), catalogue.end(), [&](const auto& fact) {
    return fact.slug == text || (number && fact.vct == *number);
  });
  if (found == catalogue.end()) {
    throw Failure("--people " + printable(text) + ": no such fact in the newest catalogue",
                  std::string(kHint));
  }
  return found->vct;
}

audit::People parse_people(const PeopleWords& words, const std::vector<CatalogueFact>& catalogue) {
  audit::People out;
  for (const std::string& word : words) {
    const std::size_t middle = word.find('=');
    const auto most = middle == word.npos
                          ? Result<std::uint64_t>(Errc::wrong_length)
                          : logtext::parse_decimal(std::string_view(word).substr(middle + 1));
    if (!most) throw Failure("--people " + printable(word) + "?", std::string(kHint));
    out[fact_named(word.substr(0, middle), catalogue)] = *most;
  }
  return out;
}

}  // namespace

std::vector<CatalogueFact> newest_catalogue(const audit::ReplayState& state, Copies& copies) {
  if (state.heads.empty()) return {};
  const std::string path = object_path(kHeadFolder, state.heads.back().hash);
  const auto bytes = copies.file(copies.logs().back().followed.number, path, kMaxLogObject);
  const auto part = bytes ? parse_signed(*bytes, registry::kTypHead) : Errc::not_found;
  auto head = part ? parse_head(part->sign1.payload) : Errc::not_found;
  if (!head) return {};
  return std::move(head->catalogue);
}

void add_quota(const StateFolder& folder, const Ledger& ledger, Copies& copies,
               const Judged& judged, const PeopleWords& words, std::vector<Reported>& reported) {
  if (words.empty()) return;
  const audit::ReplayState& state = judged.replay.state();
  const audit::Desk desk = desk_here(judged, copies);
  for (const auto& over :
       audit::over_quota(state, parse_people(words, newest_catalogue(state, copies)))) {
    Reported row{audit::Finding::over_quota, over.found.log};
    row.where = "epoch " + std::to_string(over.found.epoch) + ", fact " +
                std::to_string(over.day.vct) + ", expiry day " + date_text(over.day.expires);
    row.detail = over.found.detail;
    if (!ledger.knows(row)) {
      const auto made = audit::quota_evidence(over, desk);
      row.evidence =
          keep_evidence(folder, row.finding, made ? *made : audit::testimony(over.found));
    }
    reported.push_back(std::move(row));
  }
}

}  // namespace whit::cli
