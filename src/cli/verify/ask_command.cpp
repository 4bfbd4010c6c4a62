// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/qr/qr.h"
#include "cli/verify/asking.h"
#include "cli/verify/commands.h"
#include "cli/verify/place.h"
#include "cli/verify/policy_file.h"
#include "cli/verify/query.h"
#include "cli/verify/site_file.h"
#include "token/text_rules.h"
#include "trust/ask.h"
#include "whit/qr_text.h"
#include "whit/request.h"

namespace whit::cli {
namespace {

constexpr Seconds kClockTolerance = 300;
constexpr Seconds kShortAnswer = 120;  // within it no "answer until" is needed
constexpr int kPixels = 8;
constexpr unsigned kPhoneKinds = 3;

void check_options(const AskOptions& options) {
  if (options.name.empty()) {
    throw Failure("--name is required", "or give this place one: whit-verify site set --name NAME");
  }
  if (!is_name(options.name)) {
    throw Failure("--name is not a name that can be asked by",
                  "1 to 32 of A-Z a-z 0-9 space . _ / -, a letter or digit first");
  }
  if (options.posted && !options.span.empty()) {
    throw Failure("a posted question has no end", "--for or --posted, not both");
  }
}

// A blind code holds one fact, and never the document.
void check_kinds(const Policy& policy) {
  if ((policy.kinds & kPhoneKinds) != static_cast<unsigned>(Kind::blind) || policy.count == 1)
    return;
  throw Failure("preset " + std::string(policy.preset.view()) +
                    " takes blind codes alone, which answer for one fact and no document",
                "a preset or policy that takes revocable ones");
}

std::optional<UnixTime> until_of(const AskOptions& options, const Policy& policy, UnixTime now) {
  if (options.span.empty()) return std::nullopt;
  const auto span = parse_duration(options.span);
  if (!span || *span == 0) throw Failure("--for is not a time", "such as 30min or 24h");
  if (*span > policy.answer_time && *span > kShortAnswer) {
    throw Failure("preset " + std::string(policy.preset.view()) + " allows " +
                      format_duration(std::max(policy.answer_time, kShortAnswer)) + " to answer",
                  "a shorter --for");
  }
  return now + *span;
}

void remember(const Request& request, const AskOptions& options, UnixTime now) {
  const Timer timer = options.at.empty() ? real_timer(now) : given_timer(now);
  Question question;
  question.nonce = *request.nonce;
  question.iss = request.iss;
  question.preset = options.preset;
  question.name = request.name;
  question.asked = now;
  question.until = request.until;
  question.boot = timer.boot;
  question.boot_seconds = timer.boot_seconds;
  const Questions store(DataFolder(options.dir).questions_path());
  store.drop_old(now);
  store.add(question);
}

void write_question(const std::string& path, const std::string& text, const std::string& name) {
  const auto qr = make_qr(text);
  if (!qr) throw Failure("the question is too long for a QR code");
  if (path.ends_with(".png")) {
    write_output(path, qr_png(*qr, kPixels));
  } else if (path.ends_with(".svg")) {
    write_output(path, as_bytes(qr_svg(*qr, "question of " + name)));
  } else if (path.ends_with(".txt") || path == "-") {
    write_output(path, as_bytes(text + "\n"));
  } else {
    throw Failure(printable(path) + ": not a kind of file that this writes", ".png, .svg or .txt");
  }
}

// On a terminal the code itself, where it fits; the text everywhere else.
void show_question(const std::string& text) {
  const Terminal terminal = terminal_for(STDOUT_FILENO);
  const auto qr = make_qr(text);
  if (qr && isatty(STDOUT_FILENO) == 1 && terminal.fits(*qr)) print(qr_text(*qr, terminal.style));
  print(text);
}

std::string json_of(const Request& request, const Bundle& bundle, const AskOptions& options,
                    const std::string& text, UnixTime now) {
  std::string facts;
  for (std::size_t i = 0; i < request.count; ++i) {
    const CatalogueFact* fact = bundle.find_fact(request.facts[i]);
    facts += (i == 0 ? "" : ", ") + json_quoted(fact == nullptr ? "" : fact->slug);
  }
  const auto number = [](const std::optional<UnixTime>& time) {
    return time ? std::to_string(*time) : "null";
  };
  return "{\"text\": " + json_quoted(text) + ", \"iss\": " + json_quoted(request.iss) +
         ", \"preset\": " + json_quoted(options.preset) +
         ", \"name\": " + json_quoted(request.name) + ", \"facts\": [" + facts + "], \"nonce\": " +
         (request.nonce ? json_quoted(hex::encode(request.nonce->view())) : "null") +
         ", \"asked\": " + std::to_string(now) + ", \"until\": " + number(request.until) + "}";
}

std::string told(const Request& request) {
  if (!request.nonce) return "posted question: print it and hang it up";
  if (request.until) return "answer accepted until " + format_time(*request.until) + " UTC, once";
  return "answer accepted for 120 s, once";
}

}  // namespace

Exit run_ask(const AskOptions& typed, const Console& console) {
  const Timer timer = real_timer(system_now());
  const Site site = SiteFile(DataFolder(typed.dir)).current(timer);
  const AskedHere asked = asked_here(site, said_in(typed));
  AskOptions options = typed;
  options.preset = asked.preset;
  options.name = asked.name;
  if (options.issuer.empty()) options.issuer = site.settings.issuer;
  check_options(options);
  if (const std::string note = waiting_note(site, timer); !note.empty()) console.note(note);
  const DataFolder folder(options.dir);
  if (options.trust.empty() && !options.issuer.empty() &&
      !exists(folder.trust_path(options.issuer))) {
    throw Failure(printable(options.issuer) + " is not trusted here", "whit-verify trust list");
  }
  CheckOptions source;
  source.issuer = options.issuer;
  source.dir = options.dir;
  source.trust = options.trust;
  source.bundle = options.bundle;
  DataCache cache;
  const Data& data = data_for(source, {}, cache);
  if (data.get() == nullptr) {
    throw Failure(data.problem.empty() ? "no data of an issuer to ask from" : data.problem,
                  "whit-verify bundle update");
  }
  const UnixTime now = time_option(options.at, "--at", options.at.empty() ? system_now() : 0);
  const Policy policy =
      effective_policy(*data.get(), asked.preset, asked.narrowing, asked.policy_name);
  check_kinds(policy);
  check_mode(policy, options.posted ? Mode::posted : Mode::challenge);
  const UnixTime floor = std::max(data.get()->head().issued, data.get()->newest_cosignature());
  Request request = options.posted ? request_for(*data.get(), policy, options.name)
                                   : new_question(*data.get(), policy, options.name);
  request.until = until_of(options, policy, std::max(now, floor));
  const std::string text = encode_text(Carrier::request, encode(request));
  if (request.nonce) remember(request, options, now);
  if (request.nonce && now + kClockTolerance < floor) {
    console.warning(
        "this computer says " + format_time(now) + ", the data is from " + format_time(floor),
        "answers to questions still count, other codes don't: set the clock");
  }
  if (!options.output.empty()) write_question(options.output, text, request.name);
  if (options.json) {
    print(json_of(request, *data.get(), options, text, now));
  } else {
    if (options.output.empty()) show_question(text);
    console.say(told(request));
  }
  return Exit::yes;
}

}  // namespace whit::cli
