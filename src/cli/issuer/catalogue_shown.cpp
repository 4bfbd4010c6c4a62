// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/catalogue_shown.h"

#include <algorithm>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/publish.h"
#include "trust/catalogue.h"

namespace whit::cli {
namespace {

constexpr const char* kShown = "catalogue-shown";
constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kMostRows = 10000;

Result<std::vector<CatalogueFact>> read_facts(cbor::Reader& in) {
  WHIT_TRY(const std::size_t count, in.array());
  std::vector<CatalogueFact> out;
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(CatalogueFact fact, read_fact(in));
    out.push_back(std::move(fact));
  }
  return out;
}

Result<ShownCatalogue> parse_shown(Bytes file) {
  cbor::Reader in(file);
  ShownCatalogue out;
  WHIT_CHECK(in.expect_array(4));
  WHIT_TRY(const std::uint64_t format, in.uint());
  if (format != kFormat) return in.fail(Errc::out_of_range);
  WHIT_TRY(out.version, in.uint());
  WHIT_TRY(out.dealt, read_facts(in));
  WHIT_TRY(const std::size_t rows, in.array());
  if (rows > kMostRows) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < rows; ++i) {
    GivenUp row;
    WHIT_CHECK(in.expect_array(2));
    WHIT_TRY(const std::uint64_t last, in.uint(0, kMaxDay));
    row.last = static_cast<Day>(last);
    WHIT_TRY(row.fact, read_fact(in));
    out.given_up.push_back(std::move(row));
  }
  WHIT_CHECK(in.expect_end());
  return out;
}

// check_words refuses to give a number or a slug to another fact while tokens of the first live.
void check_words(const std::vector<CatalogueFact>& wanted, const GivenUp& row) {
  const std::string until = format_date(midnight(row.last));
  for (const CatalogueFact& fact : wanted) {
    const bool number = fact.vct == row.fact.vct, slug = fact.slug == row.fact.slug;
    if (number && !slug) {
      throw Failure(fact.slug + ": vct " + std::to_string(fact.vct) + " is " + row.fact.slug,
                    "a number is never given to another fact");
    }
    if (slug && !number) {
      throw Failure(fact.slug + ": it is vct " + std::to_string(row.fact.vct) +
                        ", and shown as that until " + until,
                    "give the new fact another slug");
    }
    if (number && !united(fact, row.fact)) {
      throw Failure(
          fact.slug + ": its values can't be of another type while tokens live, until " + until,
          "give the new fact a vct and a slug of its own");
    }
  }
}

const CatalogueFact* find(const std::vector<CatalogueFact>& facts, Vct vct) {
  const auto at = std::find_if(facts.begin(), facts.end(),
                               [vct](const CatalogueFact& fact) { return fact.vct == vct; });
  return at == facts.end() ? nullptr : &*at;
}

std::string kinds_lost(std::uint8_t kinds) {
  std::string out;
  for (const auto& [bit, word] : {std::pair{1, "revocable"}, {2, "blind"}, {4, "paper"}}) {
    if ((kinds & bit) != 0) out += (out.empty() ? "kind " : "+") + std::string(word);
  }
  return out;
}

// lost_of says what `fact` had and `now` hasn't; a null pointer is a fact that isn't dealt at all.
std::vector<std::string> lost_of(const CatalogueFact& fact, const CatalogueFact* now) {
  if (now == nullptr) return {"the fact"};
  std::vector<std::string> out;
  if (const int kinds = fact.kinds & ~now->kinds; kinds != 0) {
    out.push_back(kinds_lost(static_cast<std::uint8_t>(kinds)));
  }
  if (fact.horizon > now->horizon) out.push_back("horizon " + std::to_string(fact.horizon));
  if (fact.per_day > now->per_day) out.push_back("per_day " + std::to_string(fact.per_day));
  if (fact.paper_life && now->paper_life && *fact.paper_life > *now->paper_life) {
    out.push_back("paper_life " + std::to_string(*fact.paper_life));
  }
  if (fact.value_range && fact.value_range != now->value_range) {
    out.push_back("values " + std::to_string(fact.value_range->first) + " to " +
                  std::to_string(fact.value_range->second));
  }
  for (const std::string& value : fact.value_list) {
    const auto& list = now->value_list;
    if (std::find(list.begin(), list.end(), value) == list.end()) out.push_back("value " + value);
  }
  return out;
}

}  // namespace

ShownCatalogue read_shown(const Folder& folder) {
  const std::string path = folder.file(kShown);
  if (!exists(path)) return {};
  auto shown = parse_shown(read_file(path));
  if (!shown) {
    throw Failure(printable(path) + ": damaged",
                  "remove it: all that is shown now is then shown until its tokens are dead");
  }
  return *std::move(shown);
}

void write_shown(const Folder& folder, const ShownCatalogue& shown) {
  cbor::Writer out;
  out.array(4).uint(kFormat).uint(shown.version).array(shown.dealt.size());
  for (const CatalogueFact& fact : shown.dealt) write(out, fact);
  out.array(shown.given_up.size());
  for (const GivenUp& row : shown.given_up) {
    out.array(2).uint(row.last);
    write(out, row.fact);
  }
  write_file_atomic(folder.file(kShown), out.take());
}

ToShow to_show(const Folder& folder, const std::vector<CatalogueFact>& wanted,
               const std::optional<BundleBefore>& before, UnixTime now) {
  ToShow out;
  if (!before) {
    out.remembered.version = 1;
    out.remembered.dealt = out.facts = wanted;
    return out;
  }
  const Day today = std::max(day_of(now), day_of(before->head.issued));
  out.remembered =
      next_shown(read_shown(folder), before->head.version, before->head.catalogue, wanted, today);
  for (const GivenUp& row : out.remembered.given_up) check_words(wanted, row);
  auto facts = shown_facts(out.remembered);
  if (!facts) throw Failure("the catalogue contradicts what is still shown");
  out.facts = *std::move(facts);
  return out;
}

std::vector<StillShown> still_shown(const ShownCatalogue& shown, Day today) {
  std::vector<StillShown> out;
  for (const GivenUp& row : shown.given_up) {
    if (row.last < today) continue;
    for (std::string& what : lost_of(row.fact, find(shown.dealt, row.fact.vct))) {
      const auto same = std::find_if(out.begin(), out.end(), [&](const StillShown& other) {
        return other.slug == row.fact.slug && other.what == what;
      });
      if (same == out.end()) {
        out.push_back({row.fact.slug, std::move(what), row.last});
      } else {
        same->until = std::max(same->until, row.last);
      }
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const StillShown& a, const StillShown& b) { return a.slug < b.slug; });
  return out;
}

std::string sentence_of(const StillShown& still) {
  return still.slug + ": " + still.what + " is dealt no more, and shown until " +
         format_date(midnight(still.until));
}

Issuing register_issuing(const Folder& folder) {
  Issuing out;
  out.iss = folder.name().iss;
  if (!exists(folder.catalogue_file())) return out;
  std::vector<CatalogueFact> wanted = read_catalogue(folder).facts;
  out.catalogue = wanted;
  if (const auto before = bundle_before(folder)) {
    for (const CatalogueFact& fact : before->head.catalogue) {
      const auto at = std::find_if(out.catalogue.begin(), out.catalogue.end(),
                                   [&](const CatalogueFact& f) { return f.vct == fact.vct; });
      if (at == out.catalogue.end()) {
        out.catalogue.push_back(fact);
      } else if (auto both = united(*at, fact)) {
        *at = *std::move(both);
      }
    }
  }
  out.dealt = std::move(wanted);
  return out;
}

}  // namespace whit::cli
