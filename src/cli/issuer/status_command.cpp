// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/register_commands.h"
#include "cli/issuer/service_keys.h"

namespace whit::cli {
namespace {

// Overview is all that one screen shows.
struct Overview {
  IssuerName name;
  Figures figures;
  std::optional<RootManifest> manifest;
  std::optional<PublishedFile> newest;
  std::vector<KeyLine> keys;
  std::vector<std::string> warnings;
};

void find_warnings(Overview& out, UnixTime now) {
  const Day today = day_of(now);
  if (!out.manifest) {
    out.warnings.emplace_back("no service keys are certified: whit-issuer key request");
    return;
  }
  for (const KeyLine& line : out.keys) {
    const std::string use(name(line.use));
    if (line.active == 0) {
      out.warnings.push_back("no key for " + use + " holds today: whit-issuer key request");
    } else if (line.ends <= today + kWarnDays) {
      out.warnings.push_back("the key for " + use + " ends on " + format_date(midnight(line.ends)) +
                             ": whit-issuer key request");
    }
  }
  if (!out.newest) {
    out.warnings.emplace_back("nothing is published yet: whit-issuer serve, or publish");
  } else if (out.newest->bundle.head().next_update < now) {
    out.warnings.emplace_back("the next bundle is overdue: is whit-issuer serve running?");
  }
}

Overview look(const Common& common, Rng& rng) {
  const Folder folder(common.dir);
  const UnixTime now = now_of(common);
  Overview out;
  out.name = folder.name();
  Issuing issuing;
  issuing.iss = out.name.iss;
  // Counting needs no secret, so none is asked for.
  const auto service = open_service(folder, std::move(issuing), SecretBuffer(32), rng);
  const auto figures = service->figures();
  if (!figures) throw Failure(std::string(sentence(figures.error().code)));
  out.figures = *figures;
  if (folder.certificate()) {
    out.manifest = installed_manifest(folder);
    out.keys = key_lines(folder, *out.manifest, day_of(now));
    out.newest = published(folder);
  }
  find_warnings(out, now);
  return out;
}

std::string bundle_line(const Overview& overview) {
  if (!overview.newest) return "none";
  const Head& head = overview.newest->bundle.head();
  return "v" + std::to_string(head.version) + "  " + format_time(head.issued) + ", next " +
         format_time(head.next_update) + ", expires " + format_date(head.expires);
}

std::string keys_line(const Overview& overview) {
  std::string out;
  for (const KeyLine& line : overview.keys) {
    out += (out.empty() ? "" : ", ") + std::string(name(line.use)) + " " +
           std::to_string(line.active) + "+" + std::to_string(line.spare);
  }
  if (out.empty()) return "none";
  if (!overview.newest) return out;
  Day last = 0;
  for (const TokenKey& row : overview.newest->bundle.key_list().tokens) {
    last = std::max(last, row.last);
  }
  return out + "; token keys to " + format_date(midnight(last));
}

void print_text(const Overview& overview) {
  const Figures& figures = overview.figures;
  const bool specimen = overview.manifest && overview.manifest->specimen;
  print("issuer    " + overview.name.iss + "  " + printable(overview.name.name) +
        (specimen ? "  SPECIMEN, for training alone" : ""));
  print("bundle    " + bundle_line(overview));
  print("keys      " + keys_line(overview));
  print("people    " + with_commas(figures.people) + "  facts " + with_commas(figures.facts) +
        "  invited " + with_commas(figures.invited) + "  enrolled " +
        with_commas(figures.enrolled));
  print("log       " + with_commas(figures.leaves) + " leaves written, not in a tree yet");
  for (const std::string& warning : overview.warnings) print("warning   " + warning);
}

void print_json(const Overview& overview) {
  const Figures& figures = overview.figures;
  const auto number = [](const char* name, std::uint64_t value) {
    return ",\"" + std::string(name) + "\":" + std::to_string(value);
  };
  std::string out = "{\"iss\":" + json_quoted(overview.name.iss);
  out += std::string(",\"specimen\":") +
         (overview.manifest && overview.manifest->specimen ? "true" : "false");
  if (overview.newest) {
    const Head& head = overview.newest->bundle.head();
    out += number("version", head.version) + number("issued", head.issued) +
           number("next_update", head.next_update) + number("expires", head.expires);
  }
  out += number("people", figures.people) + number("facts", figures.facts) +
         number("invited", figures.invited) + number("enrolled", figures.enrolled) +
         number("leaves", figures.leaves) + ",\"warnings\":[";
  for (const std::string& warning : overview.warnings) {
    out += (out.back() == '[' ? "" : ",") + json_quoted(warning);
  }
  print(out + "]}");
}

}  // namespace

Exit status(const Common& common, Output output, Rng& rng) {
  const Overview overview = look(common, rng);
  if (output == Output::json) {
    print_json(overview);
  } else {
    print_text(overview);
  }
  return Exit::yes;
}

}  // namespace whit::cli
