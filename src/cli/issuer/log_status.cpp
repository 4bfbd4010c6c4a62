// SPDX-License-Identifier: Apache-2.0
#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/issuer/doctor_judge.h"
#include "cli/issuer/log_commands.h"
#include "cli/issuer/log_view.h"

namespace whit::cli {
namespace {

std::string age_of(UnixTime time, UnixTime now) {
  return format_duration(now > time ? now - time : 0) + " ago";
}

std::string checkpoint_line(const LogView& log, UnixTime now) {
  if (log.state.signed_size == 0) return "none";
  std::string out = "size " + with_commas(log.state.signed_size);
  const UnixTime seen = log.newest_line();
  out += seen == 0 ? ", cosigned by nobody for two days" : ", cosigned " + age_of(seen, now);
  return out + ", " + std::to_string(log.cosigners()) + " of " + std::to_string(log.lines.size()) +
         " witnesses, " + std::to_string(log.needed) + " are enough";
}

std::string witness_line(const LogView& log, std::size_t row, UnixTime now) {
  const WitnessNews& one = log.news[row];
  std::string out = printable(one.name) + ": " + std::string(answer_sentence(one.answer));
  if (one.asked != 0) out += ", asked " + age_of(one.asked, now);
  if (one.cosigned == 0) return out + ", never cosigned";
  return out + ", cosigned size " + with_commas(one.size) + " at " + format_time(one.cosigned);
}

void print_text(const LogView& log, UnixTime now) {
  const LogState& state = log.state;
  print("log        " + log.origin + (state.restored ? "  RESTORED, signs nothing" : ""));
  print("tree       " + several(state.size, "leaf", "leaves") + ", " +
        several(state.epochs, "epoch", "epochs") + ", " +
        (state.closed == 0 ? "no day closed" : "days to " + format_date(midnight(state.closed))) +
        "; " + several(state.waiting, "leaf waits", "leaves wait"));
  print("checkpoint " + checkpoint_line(log, now));
  for (const std::string& key : log.keys) print("key        " + key);
  for (std::size_t row = 0; row < log.news.size(); ++row) {
    print("witness    " + witness_line(log, row, now));
  }
  if (!log.error.empty()) print("error      " + log.error);
}

std::string json_of(const WitnessNews& one, UnixTime line) {
  return "{\"name\":" + json_quoted(one.name) + ",\"answer\":" + json_quoted(one.answer) +
         ",\"asked\":" + std::to_string(one.asked) +
         ",\"cosigned\":" + std::to_string(one.cosigned) + ",\"size\":" + std::to_string(one.size) +
         ",\"counts\":" + (line != 0 ? "true" : "false") + "}";
}

void print_json(const LogView& log) {
  const LogState& state = log.state;
  std::string out = "{\"origin\":" + json_quoted(log.origin);
  const auto number = [&out](const char* name, std::uint64_t value) {
    out += ",\"" + std::string(name) + "\":" + std::to_string(value);
  };
  number("number", state.number);
  number("size", state.size);
  number("signed_size", state.signed_size);
  number("epochs", state.epochs);
  number("closed", state.closed == 0 ? 0 : midnight(state.closed));
  number("waiting", state.waiting);
  number("logged", state.logged);
  out += std::string(",\"restored\":") + (state.restored ? "true" : "false");
  out += std::string(",\"quorum\":") + (log.quorum ? "true" : "false");
  number("needed", log.needed);
  number("cosigned", log.newest_line());
  out += ",\"keys\":[";
  for (const std::string& key : log.keys) out += (out.back() == '[' ? "" : ",") + json_quoted(key);
  out += "],\"witnesses\":[";
  for (std::size_t row = 0; row < log.news.size(); ++row) {
    const UnixTime line = row < log.lines.size() ? log.lines[row] : 0;
    out += (row == 0 ? "" : ",") + json_of(log.news[row], line);
  }
  print(out + "]}");
}

}  // namespace

Exit log_status(const Common& common, Output output, Rng& rng) {
  const Folder folder(common.dir);
  // Counting needs no secret, so none is asked for.
  const auto service = open_service(folder, SecretBuffer(32), rng);
  const UnixTime now = now_of(common);
  const LogView log = look_at_log(folder, *service, now);
  output == Output::json ? print_json(log) : print_text(log, now);
  return Exit::yes;
}

}  // namespace whit::cli
