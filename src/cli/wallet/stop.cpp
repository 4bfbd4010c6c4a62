// SPDX-License-Identifier: Apache-2.0
// whit-wallet stop: ending a stolen wallet, from any device and without one's own.
#include "token/stop.h"

#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/wallet/office.h"
#include "token/cose.h"
#include "token/refusal.h"
#include "whit/trust.h"

namespace whit::cli {
namespace {

constexpr std::size_t kLongestTrustFile = 64 * 1024;

struct StopOptions {
  std::string code, trust, url;
};

// Place is where to ask, and whom.
struct Place {
  std::string url, iss;
};

StopCode code_of(const std::string& text) {
  const auto code = parse_stop_text(text);
  if (!code.ok()) {
    throw Failure(std::string(stop_text_sentence(code.error().code)),
                  "nothing was sent; the letter shows it as XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX",
                  Exit::no);
  }
  return *code;
}

[[noreturn]] void fail_to_reach() {
  throw Failure("office not reachable; nothing is stopped yet",
                "try again from another network, or call the office");
}

// Without a trust file the office itself says who it is. A wrong one learns a code that can only
// stop, and can't even do that.
Place place_of(const StopOptions& given, const WalletOptions& options) {
  if (!given.trust.empty()) {
    const auto trust = parse_trust_file(read_file(given.trust, kLongestTrustFile));
    if (!trust.ok()) throw Failure(printable(given.trust) + " is not a trust file");
    return {trust->url, trust->iss};
  }
  const HttpReply reply = HttpClient(given.url, {}, options.ca_file).get("/v1/bundle/head");
  if (reply.failure == HttpFailure::bad_url) {
    throw Failure("--url " + printable(given.url) + " is not an address", "https://office.example");
  }
  if (!reply.ok()) fail_to_reach();
  const auto sign1 = parse_sign1(reply.body);
  const auto head = sign1.ok() ? parse_head(sign1->payload) : Result<Head>(sign1.error());
  if (!head.ok()) throw Failure("there is no office at " + printable(given.url));
  return {given.url, head->iss};
}

Exit stop(const StopOptions& given, const WalletOptions& options) {
  const StopCode code = code_of(given.code);
  if (given.trust.empty() && given.url.empty()) {
    throw Failure("which office?", "--trust FILE, or --url and the address on the letter");
  }
  const Place place = place_of(given, options);
  const ByteVector body = encode(StopRequest{place.iss, code});
  const HttpReply reply =
      HttpClient(place.url, {}, options.ca_file).post("/v1/stop", "application/cbor", body);
  if (reply.failure != HttpFailure::none || reply.status >= 500) fail_to_reach();
  if (!reply.ok()) {
    const auto error = parse_error_body(reply.body);
    if (error.ok() && error->refusal == Refusal::stop) {
      throw Failure("no wallet of " + place.iss + " belongs to this stop code",
                    "is the letter from this office?", Exit::no);
    }
    throw Failure("the office refused the request; nothing is stopped yet", "call the office");
  }
  if (options.json) {
    print("{\"iss\": " + json_quoted(place.iss) + ", \"stopped\": true}");
    return Exit::yes;
  }
  const UnixTime when = reply.date != 0 ? reply.date : options.now();
  print("stopped at " + format_time(when) + " UTC; its codes end when checkers next update");
  options.console.hint("the office gives you a new letter for a new wallet; your facts stay");
  return Exit::yes;
}

}  // namespace

void add_stop(Program& program, WalletOptions& options) {
  const auto given = std::make_shared<StopOptions>();
  CLI::App& command = program.command(program.app(), "stop",
                                      "end a lost or stolen wallet, by its letter's stop code",
                                      [given, &options] { return stop(*given, options); });
  command.add_option("code", given->code, "the stop code on the letter")->required();
  const auto trust = command.add_option("--trust", given->trust, "the office's trust file");
  command.add_option("--url", given->url, "or the office's address")->excludes(trust);
}

}  // namespace whit::cli
