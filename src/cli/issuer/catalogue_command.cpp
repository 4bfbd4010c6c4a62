// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/issuer/catalogue_shown.h"
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

std::string count_of_values(const CatalogueFact& fact) {
  if (fact.value_range) {
    return ", values " + std::to_string(fact.value_range->first) + " to " +
           std::to_string(fact.value_range->second);
  }
  if (fact.value_list.empty()) return "";
  return ", " + std::to_string(fact.value_list.size()) + " values";
}

std::string line_of(const CatalogueFact& fact) {
  return fact.slug + "  " + std::to_string(fact.vct) + "  " + kinds_in_words(fact.kinds) + ", " +
         std::to_string(fact.horizon) + " days, " + std::to_string(fact.per_day) + " a day" +
         (fact.paper_life ? ", on paper " + std::to_string(*fact.paper_life) + " days" : "") +
         count_of_values(fact);
}

// check_answers takes the facts as they are shown: an answer may hold a value that was given up.
void check_answers(const std::string& iss, const Catalogue& catalogue) {
  for (const Preset& preset : catalogue.presets) {
    const std::size_t size = largest_answer(iss, catalogue, preset);
    if (size != 0 && size <= kMaxPresentation) continue;
    throw Failure("preset " + preset.slug + ": an answer to it doesn't fit into one code",
                  "ask fewer facts in it; with binding at most 3");
  }
}

// check_numbers: a number that is known here means one fact for ever.
void check_numbers(const Catalogue& before, const Catalogue& after) {
  for (const CatalogueFact& fact : after.facts) {
    for (const CatalogueFact& old : before.facts) {
      if (old.vct != fact.vct || old.slug == fact.slug) continue;
      throw Failure(fact.slug + ": vct " + std::to_string(fact.vct) + " is " + old.slug,
                    "a number is never given to another fact");
    }
  }
}

void print_summary(const Catalogue& catalogue) {
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
}

// print_gone names the presets that publishing won't drop unless somebody says so.
void print_gone(const Catalogue& catalogue, const std::optional<BundleBefore>& before) {
  if (!before) return;
  for (const Preset& old : before->head.presets) {
    const bool stays = std::any_of(catalogue.presets.begin(), catalogue.presets.end(),
                                   [&](const Preset& preset) { return preset.slug == old.slug; });
    if (!stays) print("preset " + old.slug + " goes with: publish --drop-preset " + old.slug);
  }
}

void print_json(const Catalogue& catalogue, const std::vector<StillShown>& still) {
  std::string out = "{\"facts\":[";
  for (const CatalogueFact& fact : catalogue.facts) {
    out += std::string(out.back() == '[' ? "" : ",") + "{\"fact\":" + json_quoted(fact.slug) +
           ",\"vct\":" + std::to_string(fact.vct) + ",\"kinds\":" + std::to_string(fact.kinds) +
           ",\"horizon\":" + std::to_string(fact.horizon) +
           ",\"per_day\":" + std::to_string(fact.per_day) + "}";
  }
  print(out + "],\"still_shown\":" + in_json(still) + "}");
}

}  // namespace

std::string in_json(const std::vector<StillShown>& still) {
  std::string out = "[";
  for (const StillShown& one : still) {
    out += std::string(out.back() == '[' ? "" : ",") + "{\"fact\":" + json_quoted(one.slug) +
           ",\"what\":" + json_quoted(one.what) +
           ",\"until\":" + json_quoted(format_rfc3339(midnight(one.until)).substr(0, 10)) + "}";
  }
  return out + "]";
}

Exit catalogue_apply(const Common& common, const std::string& file) {
  const Folder folder(common.dir);
  const std::string iss = folder.name().iss;
  const UnixTime now = now_of(common);
  const auto text = read_file(file);
  const Catalogue catalogue = parse_catalogue(as_text(text), file);
  const FolderLock lock(folder.path());
  if (exists(folder.catalogue_file())) check_numbers(read_catalogue(folder), catalogue);
  const auto before = bundle_before(folder);
  const ToShow next = to_show(folder, catalogue.facts, before, now);
  check_answers(iss, {next.facts, catalogue.presets});
  write_file_atomic(folder.catalogue_file(), text);
  print_summary(catalogue);
  for (const StillShown& one : still_shown(next.remembered, day_of(now))) print(sentence_of(one));
  print_gone(catalogue, before);
  return Exit::yes;
}

Exit catalogue_show(const Common& common, Output output) {
  const Folder folder(common.dir);
  const UnixTime now = now_of(common);
  const Catalogue catalogue = read_catalogue(folder);
  const ToShow next = to_show(folder, catalogue.facts, bundle_before(folder), now);
  const auto still = still_shown(next.remembered, day_of(now));
  if (output == Output::json) {
    print_json(catalogue, still);
    return Exit::yes;
  }
  print_summary(catalogue);
  for (const CatalogueFact& fact : catalogue.facts) print("  " + line_of(fact));
  for (const Preset& preset : catalogue.presets) print("  preset " + preset.slug);
  for (const StillShown& one : still) print(sentence_of(one));
  return Exit::yes;
}

}  // namespace whit::cli
