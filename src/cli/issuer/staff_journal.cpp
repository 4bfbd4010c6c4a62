// SPDX-License-Identifier: Apache-2.0
// Proposals and the journal, as they are read.
#include <charconv>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/issuer/staff_commands.h"
#include "cli/issuer/staff_office.h"

namespace whit::cli {
namespace {

constexpr int kLinesAtOnce = 500;

template <class T>
T value_or_fail(Result<T> result, const Actor& by) {
  if (result) return *std::move(result);
  if (result.error().code == Errc::forbidden) throw forbidden_failure(by);
  throw Failure(std::string(sentence(result.error().code)));
}

std::string head_text(const JournalHead& head) {
  return std::to_string(head.seq) + ":" + hex::encode(head.hash.view());
}

JournalHead parse_noted(const std::string& text) {
  JournalHead out;
  const std::size_t colon = text.find(':');
  const char* end = text.data() + std::min(colon, text.size());
  const auto [stop, error] = std::from_chars(text.data(), end, out.seq);
  const auto hash =
      colon == std::string::npos ? hex::decode("") : hex::decode(text.substr(colon + 1));
  if (error != std::errc{} || stop != end || !hash || hash->size() != Hash::kSize) {
    throw Failure("--noted " + printable(text) + ": want NUMBER:HASH, as --check prints it");
  }
  out.hash = Hash::from(*hash);
  return out;
}

std::string in_json(const JournalLine& line) {
  return "{\"seq\":" + std::to_string(line.seq) + ",\"time\":" + std::to_string(line.time) +
         ",\"actor\":" + json_quoted(line.actor) + ",\"act\":" + json_quoted(line.act) +
         ",\"subject\":" + json_quoted(line.subject) + ",\"vct\":" + std::to_string(line.vct) +
         ",\"detail\":" + json_quoted(line.detail) +
         ",\"hash\":" + json_quoted(hex::encode(line.hash.view())) + "}";
}

std::string in_text(const JournalLine& line) {
  std::string out = std::to_string(line.seq) + "  " + format_rfc3339(line.time) + "  " +
                    printable(line.actor) + "  " + printable(line.act);
  if (!line.subject.empty()) out += "  " + printable(line.subject);
  if (line.vct != 0) out += "  " + std::to_string(line.vct);
  if (!line.detail.empty()) out += "  " + printable(line.detail);
  return out;
}

// has_noted tells whether the journal still holds the line that was noted.
bool has_noted(StaffOffice& staff, const Actor& by, const JournalHead& noted) {
  if (noted.seq == 0) return noted.hash == Hash{};
  const auto lines = value_or_fail(staff.journal(by, noted.seq - 1, 1), by);
  return !lines.empty() && lines[0].seq == noted.seq && lines[0].hash == noted.hash;
}

Exit check(OpenOffice& office, const Actor& by, const JournalOptions& options) {
  if (!may(by, Act::see_journal)) throw forbidden_failure(by);
  const std::uint64_t broken = value_or_fail(office.staff().check_journal(), by);
  const JournalHead head = value_or_fail(office.staff().journal_head(), by);
  const bool noted = broken != 0 || options.noted.empty() ||
                     has_noted(office.staff(), by, parse_noted(options.noted));
  const bool whole = broken == 0 && noted;
  if (options.output == Output::json) {
    print(std::string("{\"whole\":") + (whole ? "true" : "false") +
          (broken != 0 ? ",\"broken\":" + std::to_string(broken) : "") + ",\"lines\":" +
          std::to_string(head.seq) + ",\"head\":" + json_quoted(head_text(head)) + "}");
  } else if (broken != 0) {
    print("no: line " + with_commas(broken) + " does not follow from the one before it");
  } else if (!noted) {
    print("no: the line that was noted is not in the journal");
  } else {
    print("whole: " + with_commas(head.seq) + " lines, head " + head_text(head));
  }
  return whole ? Exit::yes : Exit::no;
}

}  // namespace

Exit list_proposals(const Common& common, Output output, Rng& rng) {
  OpenOffice office(common, OpenOffice::For::reading, rng);
  const auto rows = value_or_fail(office.staff().proposals(office.now()), operator_actor());
  std::string json;
  for (const Proposal& row : rows) {
    const std::string yes = row.approved_by.empty() ? "waits" : "approved by " + row.approved_by;
    if (output == Output::text) {
      print(std::to_string(row.id) + "  " + row.act + ": " + printable(row.about) + "  by " +
            row.proposed_by + ", " + format_rfc3339(row.proposed) + "  " + yes);
    }
    json += (json.empty() ? "{\"id\":" : ",{\"id\":") + std::to_string(row.id) +
            ",\"act\":" + json_quoted(row.act) + ",\"about\":" + json_quoted(row.about) +
            ",\"proposed_by\":" + json_quoted(row.proposed_by) +
            ",\"proposed\":" + std::to_string(row.proposed) +
            ",\"approved_by\":" + json_quoted(row.approved_by) + "}";
  }
  if (output == Output::json) print("{\"proposals\":[" + json + "]}");
  if (output == Output::text && rows.empty()) print("no proposals");
  return Exit::yes;
}

Exit approve_one(const Common& common, std::int64_t proposal, Rng& rng) {
  const std::string number = std::to_string(proposal);
  if (common.as.empty()) {
    throw Failure("the operator is never the second person",
                  "whit-issuer approve " + number + " --as LOGIN");
  }
  OpenOffice office(common, OpenOffice::For::changing, rng);
  const Actor by = office.actor();
  const auto open = value_or_fail(office.staff().proposals(office.now()), by);
  const Status done = office.staff().approve(by, proposal, office.now());
  if (!done) {
    switch (done.error().code) {
      case Errc::forbidden:
        throw Failure(by.login + " cannot approve proposal " + number,
                      "it takes another person than who proposed it, who may do the same");
      case Errc::not_found:
        throw Failure("there is no open proposal " + number, "whit-issuer proposals");
      case Errc::refused:
        throw Failure("proposal " + number + " is approved already");
      default:
        throw Failure(std::string(sentence(done.error().code)));
    }
  }
  for (const Proposal& row : open) {
    if (row.id != proposal) continue;
    print("approved: " + row.act + ": " + printable(row.about) + "; " + row.proposed_by +
          " can do it now");
  }
  return Exit::yes;
}

Exit show_journal(const Common& common, const JournalOptions& options, Rng& rng) {
  OpenOffice office(common, OpenOffice::For::reading, rng);
  const Actor by = office.actor();
  if (options.check || !options.noted.empty()) return check(office, by, options);
  std::uint64_t after = options.after;
  std::string json;
  while (true) {
    const auto lines = value_or_fail(office.staff().journal(by, after, kLinesAtOnce), by);
    if (lines.empty()) break;
    for (const JournalLine& line : lines) {
      if (options.output == Output::text) {
        print(in_text(line));
      } else {
        json += (json.empty() ? "" : ",") + in_json(line);
      }
    }
    after = lines.back().seq;
  }
  if (options.output == Output::json) print("{\"lines\":[" + json + "]}");
  return Exit::yes;
}

}  // namespace whit::cli
