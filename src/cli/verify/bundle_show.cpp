// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/bundle_show.h"

#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/verify/explain.h"
#include "cli/verify/install.h"
#include "cli/verify/radar.h"
#include "cli/verify/refuse.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

constexpr const char* kMend = "whit-verify bundle update fetches what is damaged";

std::string names_of(const Bundle& bundle) {
  std::string out = "facts:";
  for (const CatalogueFact& fact : bundle.head().catalogue) out += " " + fact.slug;
  out += "\n  presets:";
  for (const Preset& preset : bundle.head().presets) out += " " + preset.slug;
  return out;
}

Seconds age_of(const Head& head, UnixTime now) { return now < head.issued ? 0 : now - head.issued; }

void say(const Bundle& bundle, UnixTime now, const Console& console) {
  const Head& head = bundle.head();
  print(head.iss + "   v" + std::to_string(head.version) + ", issued " + format_time(head.issued) +
        " (" + format_duration(age_of(head, now)) + " old), good until " +
        format_date(head.expires) + (bundle.specimen() ? ", specimen: for training" : ""));
  print("  " + names_of(bundle));
  print("  seen in the public log by witnesses: " + format_time(bundle.newest_cosignature()));
  print("  withdrawals: " + std::to_string(head.segments.size()) + " segments");
  if (!head.pages.empty()) {
    print("  pages it vouches for: " + std::to_string(head.pages.size()) + " files");
  }
  if (const std::string lacks = lacks_text(bundle); !lacks.empty()) console.note(lacks);
  for (const Notice& notice : notices(bundle, now)) {
    const bool warns = notice.level == Notice::Level::warning;
    if (warns) {
      console.warning(notice.sentence, notice.command);
    } else {
      console.note(notice.sentence);
      console.hint(notice.command);
    }
  }
}

std::string slugs_json(const Bundle& bundle) {
  std::string facts, presets;
  for (const CatalogueFact& fact : bundle.head().catalogue) {
    facts += (facts.empty() ? "" : ", ") + json_quoted(fact.slug);
  }
  for (const Preset& preset : bundle.head().presets) {
    presets += (presets.empty() ? "" : ", ") + json_quoted(preset.slug);
  }
  return "\"facts\": [" + facts + "], \"presets\": [" + presets + "]";
}

void say_json(const Bundle& bundle, const TrustFile& trust, UnixTime now) {
  const Head& head = bundle.head();
  std::string told;
  for (const Notice& notice : notices(bundle, now)) {
    const bool warns = notice.level == Notice::Level::warning;
    told += std::string(told.empty() ? "" : ", ") + "{\"level\": \"" +
            (warns ? "warning" : "note") + "\", \"sentence\": " + json_quoted(notice.sentence) +
            ", \"command\": " + json_quoted(notice.command) + "}";
  }
  std::string out = "{\"iss\": " + json_quoted(head.iss);
  const auto number = [&out](const char* name, std::uint64_t value) {
    out += std::string(", \"") + name + "\": " + std::to_string(value);
  };
  number("version", head.version);
  number("issued", head.issued);
  number("next_update", head.next_update);
  number("expires", head.expires);
  number("age", age_of(head, now));
  number("cosigned", bundle.newest_cosignature());
  number("manifest_ends", midnight(bundle.manifest().ends));
  number("segments", head.segments.size());
  number("pages", head.pages.size());
  print(out + ", \"specimen\": " + (bundle.specimen() ? "true" : "false") +
        ", \"words\": " + json_quoted(six_words(trust.root)) + ", " + slugs_json(bundle) +
        ", \"notices\": [" + told + "]}");
}

}  // namespace

Exit show_bundle(const DataFolder& folder, const std::string& iss, UnixTime now, bool json,
                 const Console& console) {
  const InstalledData data = installed(folder, iss);
  if (!data.opened) {
    print(json ? "{\"iss\": " + json_quoted(iss) + ", \"version\": null}" : iss + "   no data");
    return Exit::yes;
  }
  const Result<Bundle>& bundle = data.opened->bundle;
  if (!bundle) {
    const std::string why = open_sentence(bundle.error(), data.file);
    if (json) {
      print("{\"iss\": " + json_quoted(iss) + ", \"version\": null, \"error\": " +
            json_quoted(why) + ", \"hint\": " + json_quoted(kMend) + "}");
    }
    return console.error(iss + ": what is installed does not open: " + why, kMend);
  }
  json ? say_json(*bundle, data.opened->trust, now) : say(*bundle, now, console);
  return Exit::yes;
}

}  // namespace whit::cli
