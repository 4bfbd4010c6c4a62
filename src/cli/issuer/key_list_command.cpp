// SPDX-License-Identifier: Apache-2.0
#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/catalogue_shown.h"
#include "cli/issuer/doctor_judge.h"
#include "cli/issuer/key_commands.h"
#include "cli/issuer/key_names.h"
#include "cli/issuer/publish.h"

namespace whit::cli {
namespace {

constexpr std::size_t kNameWidth = 20, kStandWidth = 11;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 1, width), ' ');
  return text;
}

std::string slug_of(const std::vector<CatalogueFact>& catalogue, Vct vct) {
  for (const CatalogueFact& fact : catalogue) {
    if (fact.vct == vct) return fact.slug;
  }
  return std::to_string(vct);
}

std::string slugs_of(const std::vector<CatalogueFact>& catalogue, const NamedKey& key) {
  if (key.facts.empty()) return "";
  if (key.facts.size() == catalogue.size() && catalogue.size() > 1) {
    return "  all " + std::to_string(catalogue.size()) + " facts";
  }
  std::string out;
  for (const Vct vct : key.facts) out += (out.empty() ? "  " : ", ") + slug_of(catalogue, vct);
  return out;
}

std::string line_of(const NamedKey& key, const std::vector<CatalogueFact>& catalogue) {
  return padded(key.name, kNameWidth) + padded(std::string(name(key.stand)), kStandWidth) +
         format_date(midnight(key.first)) + " to " + format_date(midnight(key.last)) +
         slugs_of(catalogue, key);
}

// print_keys prints blind keys of days to come in one line for each fact: there are two weeks of
// them, which differ by their day alone.
void print_keys(const std::vector<NamedKey>& keys, const std::vector<CatalogueFact>& catalogue) {
  for (std::size_t i = 0; i < keys.size();) {
    NamedKey shown = keys[i];
    std::size_t same = i + 1;
    const auto goes_on = [&](const NamedKey& next) {
      return next.use == shown.use && next.stand == shown.stand && next.facts == shown.facts &&
             next.first == shown.last + 1;
    };
    const bool many = shown.use == "blind" && shown.stand == KeyStand::ahead;
    for (; many && same < keys.size() && goes_on(keys[same]); ++same) shown.last = keys[same].last;
    if (same - i > 1) shown.name += " and " + several(same - i - 1, "more", "more");
    print(line_of(shown, catalogue));
    i = same;
  }
}

std::string json_of(const NamedKey& key, const std::vector<CatalogueFact>& catalogue) {
  const auto day = [](Day of) { return format_rfc3339(midnight(of)).substr(0, 10); };
  std::string facts;
  for (const Vct vct : key.facts) {
    facts += (facts.empty() ? "" : ",") + json_quoted(slug_of(catalogue, vct));
  }
  return "{\"name\":" + json_quoted(key.name) + ",\"use\":" + json_quoted(key.use) +
         ",\"state\":" + json_quoted(name(key.stand)) + ",\"first\":\"" + day(key.first) +
         "\",\"last\":\"" + day(key.last) + "\",\"kid\":\"" + hex::encode(key.kid.view()) +
         "\",\"facts\":[" + facts + "]}";
}

}  // namespace

Exit key_list(const Common& common, Output output) {
  const Folder folder(common.dir);
  const RootManifest manifest = installed_manifest(folder);
  const Day today = day_of(now_of(common));
  const std::vector<CatalogueFact> catalogue = register_issuing(folder).catalogue;
  const std::vector<NamedKey> keys = named_keys(folder, catalogue, today);
  if (output == Output::text) {
    print_keys(keys, catalogue);
    return Exit::yes;
  }
  std::string uses, list;
  for (const KeyLine& line : key_lines(folder, manifest, today)) {
    uses += "," + json_quoted(name(line.use)) + ":{\"active\":" + std::to_string(line.active) +
            ",\"spare\":" + std::to_string(line.spare) +
            ",\"ends\":" + std::to_string(midnight(line.ends)) + "}";
  }
  for (const NamedKey& key : keys) list += (list.empty() ? "" : ",") + json_of(key, catalogue);
  print("{\"sequence\":" + std::to_string(manifest.sequence) + ",\"specimen\":" +
        (manifest.specimen ? "true" : "false") + uses + ",\"list\":[" + list + "]}");
  return Exit::yes;
}

}  // namespace whit::cli
