// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/common/files.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {
namespace {

std::string span_of(std::size_t lowest, std::size_t highest) {
  const std::string from = std::to_string(lowest);
  return lowest == highest ? from : from + " to " + std::to_string(highest);
}

std::string kinds_in_words(std::uint8_t kinds) {
  std::string out;
  for (const auto& [bit, word] : {std::pair{1, "revocable"}, {2, "blind"}, {4, "paper"}}) {
    if ((kinds & bit) != 0) out += (out.empty() ? "" : "+") + std::string(word);
  }
  return out;
}

// check_growth refuses what tokens already dealt would contradict: they live by the old numbers.
void check_growth(const Catalogue& before, const Catalogue& after) {
  for (const CatalogueFact& fact : after.facts) {
    const auto old = std::find_if(before.facts.begin(), before.facts.end(),
                                  [&](const auto& other) { return other.vct == fact.vct; });
    if (old == before.facts.end()) continue;
    if (old->slug != fact.slug) {
      throw Failure(fact.slug + ": vct " + std::to_string(fact.vct) + " is " + old->slug,
                    "a number is never given to another fact");
    }
    const bool shrinks = fact.horizon < old->horizon || fact.per_day < old->per_day ||
                         fact.paper_life.value_or(0) < old->paper_life.value_or(0);
    if (shrinks) {
      throw Failure(fact.slug + ": horizon, per_day and paper_life can't become smaller yet",
                    "tokens that were dealt with the larger ones are still about");
    }
  }
}

}  // namespace

Exit catalogue_apply(const Common& common, const std::string& file) {
  const Folder folder(common.dir);
  const std::string iss = folder.name().iss;
  const auto text = read_file(file);
  const Catalogue catalogue = parse_catalogue(as_text(text), file);
  for (const CatalogueFact& fact : catalogue.facts) {
    if ((fact.kinds & 2) == 0) continue;
    throw Failure(fact.slug + ": blind tokens are not issued by this version",
                  "leave blind out of its kinds");
  }
  for (const Preset& preset : catalogue.presets) {
    const std::size_t size = largest_answer(iss, catalogue, preset);
    if (size != 0 && size <= kMaxPresentation) continue;
    throw Failure("preset " + preset.slug + ": an answer to it doesn't fit into one code",
                  "ask fewer facts in it; with binding at most 3");
  }
  if (exists(folder.catalogue_file())) check_growth(read_catalogue(folder), catalogue);
  const FolderLock lock(folder.path());
  write_file_atomic(folder.catalogue_file(), text);
  const auto [shortest, longest] =
      std::minmax_element(catalogue.facts.begin(), catalogue.facts.end(),
                          [](const auto& a, const auto& b) { return a.horizon < b.horizon; });
  const auto [fewest, most] =
      std::minmax_element(catalogue.facts.begin(), catalogue.facts.end(),
                          [](const auto& a, const auto& b) { return a.per_day < b.per_day; });
  std::uint8_t kinds = 0;
  for (const auto& fact : catalogue.facts) kinds = static_cast<std::uint8_t>(kinds | fact.kinds);
  print(std::to_string(catalogue.facts.size()) + " facts, " +
        std::to_string(catalogue.presets.size()) + " presets, " +
        span_of(shortest->horizon, longest->horizon) + " days, " +
        span_of(fewest->per_day, most->per_day) + " sets a day; " + kinds_in_words(kinds));
  return Exit::yes;
}

}  // namespace whit::cli
