// SPDX-License-Identifier: Apache-2.0
// What can be asked: the presets that the issuers' data has, in the reader's language.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/verify/commands.h"
#include "cli/verify/place.h"
#include "cli/verify/policy_file.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

using nlohmann::json;

// The language of this user: the first two letters of what the system says, or English.
std::string language_of_user() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == 0) continue;
    const std::string lang = std::string(value).substr(0, std::string(value).find_first_of("_.@"));
    return is_lang(lang) ? lang : "en";
  }
  return "en";
}

std::string language(const PresetOptions& options) {
  if (options.lang.empty()) return language_of_user();
  if (!is_lang(options.lang)) throw Failure("--lang is not a language", "two letters, such as ru");
  return options.lang;
}

template <class Labels>
std::string label(const Labels& labels, const std::string& lang, const std::string& slug) {
  for (const auto& [each, text] : labels) {
    if (each == lang) return printable(text);
  }
  return slug;
}

std::string fact_label(const Bundle& bundle, Vct vct, const std::string& lang) {
  const CatalogueFact* fact = bundle.find_fact(vct);
  if (fact == nullptr) return "?";
  const std::string text = label(fact->labels, lang, fact->slug);
  return fact->slug + (text == fact->slug ? "" : " (" + text + ")");
}

void print_preset(const Bundle& bundle, const Preset& preset, const std::string& lang) {
  const std::string text = label(preset.labels, lang, preset.slug);
  print("  " + preset.slug + (text == preset.slug ? "" : "   " + text));
  std::string facts;
  for (const Vct vct : preset.facts) {
    facts += (facts.empty() ? "" : ", ") + fact_label(bundle, vct, lang);
  }
  print("    asks " + facts);
  print("    kinds " + kind_names(preset.kinds) + "; ways of showing: " + mode_names(preset.modes));
  print(std::string("    document ") +
        (preset.binding == Binding::document ? "compared" : "not asked for") + "; data at most " +
        format_duration(preset.max_age) + " old; " + format_duration(preset.answer_time) +
        " to answer a question");
}

json json_preset(const Bundle& bundle, const Preset& preset, const std::string& lang) {
  json facts = json::array();
  for (const Vct vct : preset.facts) {
    const CatalogueFact* fact = bundle.find_fact(vct);
    facts.push_back(fact == nullptr ? "" : fact->slug);
  }
  return {{"preset", preset.slug},
          {"label", label(preset.labels, lang, preset.slug)},
          {"facts", facts},
          {"kinds", preset.kinds},
          {"modes", preset.modes},
          {"binding", preset.binding == Binding::document ? "document" : "none"},
          {"max_age", preset.max_age},
          {"answer_time", preset.answer_time}};
}

}  // namespace

Exit run_preset_list(const PresetOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  const std::string lang = language(options);
  json all = json::array();
  bool any = false;
  for (const std::string& iss : folder.issuers()) {
    if (!options.issuer.empty() && options.issuer != iss) continue;
    const auto bundle = data_of(folder, iss);
    if (!bundle) {
      console.note(iss + " has no data: whit-verify bundle update");
      continue;
    }
    any = true;
    if (!options.json) print(iss);
    for (const Preset& preset : bundle->head().presets) {
      if (options.json) {
        json one = json_preset(*bundle, preset, lang);
        one["issuer"] = iss;
        all.push_back(std::move(one));
      } else {
        print_preset(*bundle, preset, lang);
      }
    }
  }
  if (!any) throw Failure("no data of an issuer to read presets from", "whit-verify bundle update");
  if (options.json) print(all.dump());
  return Exit::yes;
}

}  // namespace whit::cli
