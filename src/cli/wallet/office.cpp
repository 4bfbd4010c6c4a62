// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/office.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/wallet/network.h"
#include "cli/wallet/words.h"
#include "token/refusal.h"
#include "wallet/news.h"

namespace whit::cli {
namespace {

constexpr std::string_view kCbor = "application/cbor";
constexpr int kRounds = 8;  // one for each set of a day, at the most

[[noreturn]] void fail_unbelievable(Errc code, const Bundle& bundle) {
  const std::string version = std::to_string(bundle.head().version);
  switch (code) {
    case Errc::older_version:
    case Errc::older_manifest:
    case Errc::older_key_list:
      throw Failure("the office's data, version " + version + ", is older than this wallet's",
                    "nothing was changed; try again later");
    case Errc::version_conflict:
    case Errc::broken_chain:
      throw Failure("the office gives out two different versions " + version + " of its data",
                    "nothing was changed; tell an auditor");
    case Errc::bad_times:
      throw Failure("the office's data was over on " + format_date(bundle.head().expires),
                    "is this device's clock right? if so, try again later");
    default:
      throw Failure("the office's data: " + std::string(sentence(code)));
  }
}

[[noreturn]] void fail_opening(Errc code) {
  const std::string why = "the office's data: " + std::string(sentence(code));
  if (code != Errc::wrong_root && code != Errc::unannounced_root) throw Failure(why);
  throw Failure(why,
                "nothing was changed; if the office has a new root, get its new trust file and "
                "compare the six words");
}

[[noreturn]] void fail_answer(Errc code) {
  const char* const kept = "nothing was taken, and nothing is lost; the same will be asked again";
  switch (code) {
    case Errc::already_exists:
      throw Failure("the office dealt a code twice; taking it would make you recognisable", kept);
    case Errc::bad_signature:
    case Errc::unknown_key:
      throw Failure("the office's codes are not signed with its listed key", kept);
    default:
      throw Failure("the office's answer is not what was asked for", kept);
  }
}

// is_unproven tells whether the office stands behind data that its public log doesn't have.
bool is_unproven(Errc code) {
  switch (code) {
    case Errc::wrong_key_list:
    case Errc::no_log_proof:
    case Errc::bad_log_proof:
    case Errc::wrong_log:
    case Errc::unproven_log:
    case Errc::no_quorum:
    case Errc::old_cosignature:
      return true;
    default:
      return false;
  }
}

// refusal_of is what the office's error body says, `internal` where it says nothing.
Refusal refusal_of(const HttpReply& reply) {
  const auto error = parse_error_body(reply.body);
  return error.ok() ? error->refusal : Refusal::internal;
}

}  // namespace

std::string sentence(Reach reach) {
  return reach == Reach::no_network ? "no network" : "office not reachable, nothing lost";
}

Office::Office(const TrustFile& trust, const WalletOptions& options)
    : trust_(trust), options_(options), client_(trust.url, {}, options.ca_file) {}

Reach Office::reach_of(const HttpReply& reply) const {
  switch (reply.failure) {
    case HttpFailure::none:
      return reply.status >= 500 ? Reach::no_office : Reach::answered;
    case HttpFailure::unreachable:
    case HttpFailure::timed_out:
      return has_network(trust_.url) ? Reach::no_office : Reach::no_network;
    case HttpFailure::bad_url:
    case HttpFailure::untrusted:
    case HttpFailure::too_large:
      break;
  }
  throw Failure("the office at " + printable(trust_.url) + ": " +
                std::string(sentence(reply.failure)));
}

Reach Office::download(const wallet::Account* account) {
  HttpReply reply = client_.get("/v1/bundle/whole");
  if (const Reach reach = reach_of(reply); reach != Reach::answered) return reach;
  if (!reply.ok()) throw Failure("the office has no data to fetch at " + printable(trust_.url));
  const auto trust = account == nullptr ? trust_ : wallet::trust_for(*account, reply.body);
  if (!trust.ok()) fail_opening(trust.error().code);
  auto bundle = Bundle::open(reply.body, *trust);
  if (!bundle.ok()) {
    if (is_unproven(bundle.error().code)) unproven_ = std::move(reply.body);
    fail_opening(bundle.error().code);
  }
  file_ = std::move(reply.body);
  bundle_ = std::move(*bundle);
  return Reach::answered;
}

Reach Office::enrol(Bytes body, std::vector<std::uint8_t>& answer) {
  HttpReply reply = client_.post("/v1/enrol", kCbor, body);
  if (const Reach reach = reach_of(reply); reach != Reach::answered) return reach;
  if (reply.status == 403) {
    throw Failure("invitation refused: the PIN is wrong, or the letter was used or is too old",
                  "after five wrong PINs the letter is void; the office gives you a new one",
                  Exit::no);
  }
  if (reply.status == 429) throw Failure("too many tries for now", "wait a minute");
  if (!reply.ok()) throw Failure("the office refused the request");
  answer = std::move(reply.body);
  return Reach::answered;
}

void Office::take_in(Safe& safe, wallet::Account& account) const {
  const auto parts = parse_bundle_file(file_);
  if (!parts.ok()) throw Failure("the office's data can't be read");
  const UnixTime now = account.corrected(options_.now());
  if (const Status taken = wallet::take_news(account, parts->head, bundle(), now); !taken.ok()) {
    fail_unbelievable(taken.error().code, bundle());
  }
  safe.save_bundle(trust_.iss, file_);
  safe.save();
}

void Office::take_answer(wallet::Account& account, Bytes answer, wallet::Gain& gain) {
  const auto taken = wallet::take_collected(account, answer, bundle(), options_.now());
  if (!taken.ok()) fail_answer(taken.error().code);
  gain.tokens += taken->tokens;
  gain.sets += taken->sets;
  gain.blind += taken->blind;
  gain.failed += taken->failed;
  for (const Vct vct : taken->facts) {
    const auto at = std::lower_bound(gain.facts.begin(), gain.facts.end(), vct);
    if (at == gain.facts.end() || *at != vct) gain.facts.insert(at, vct);
  }
}

void Office::note_end(Safe& safe, wallet::Account& account) const {
  wallet::note_end(account, options_.now());
  safe.save();
}

std::optional<Reach> Office::refused(Safe& safe, wallet::Account& account, const HttpReply& reply) {
  const Refusal refusal = refusal_of(reply);
  if (refusal == Refusal::enrolment) {
    note_end(safe, account);
    return Reach::answered;
  }
  if (reply.status == 409) {
    throw Failure("the office has counted further than this wallet; was it restored from a copy?",
                  "the codes that you have stay good; ask the office for a new letter");
  }
  if (reply.status == 429 && refusal != Refusal::quota_reached) return Reach::no_office;
  // Refused whole: the number in it wasn't used, and the next request may take it.
  const bool joined = wallet::joins(account);
  const bool was_blind = wallet::is_blind_pending(account);
  wallet::drop_pending(account);
  safe.save();
  if (was_blind) return std::nullopt;
  if (refusal == Refusal::quota_reached) return Reach::answered;
  const bool lost = refusal == Refusal::bad_proof || refusal == Refusal::key_reused;
  if (lost && joined) {
    joining_ = wallet::Joining::nothing;
    return std::nullopt;
  }
  throw Failure("the office refused the request", "nothing is lost; try again later");
}

Reach Office::collect(Safe& safe, wallet::Account& account, wallet::Gain& gain,
                      std::size_t& bytes) {
  const Head head = catalogue_of(account);
  for (int round = 0; round < kRounds; ++round) {
    const auto body = wallet::plan_collect(account, head, options_.now(), safe.rng(), joining_);
    if (!body) return Reach::answered;
    safe.save();
    const bool was_blind = wallet::is_blind_pending(account);
    const UnixTime asked = options_.now();
    const HttpReply reply = client_.post("/v1/collect", kCbor, *body);
    if (const Reach reach = reach_of(reply); reach != Reach::answered) return reach;
    if (reply.date != 0) wallet::see_time(account, reply.date, asked, options_.now());
    if (!reply.ok()) {
      if (const auto reach = refused(safe, account, reply)) return *reach;
      continue;
    }
    const std::size_t before = gain.tokens;
    take_answer(account, reply.body, gain);
    bytes += reply.body.size();
    safe.save();
    // Where nothing came, asking on would bring nothing either.
    if (gain.tokens == before && !was_blind) return Reach::answered;
  }
  return Reach::answered;
}

Reach Office::send_blind(Safe& safe, wallet::Account& account, Bytes body, BlindNews& news) {
  const UnixTime asked = options_.now();
  const HttpReply reply = client_.post("/v1/collect", kCbor, body);
  if (const Reach reach = reach_of(reply); reach != Reach::answered) return reach;
  if (reply.date != 0) wallet::see_time(account, reply.date, asked, options_.now());
  if (!reply.ok()) {
    const auto reach = refused(safe, account, reply);
    news.refused = !reach && !wallet::is_over(account);
    return reach.value_or(Reach::answered);
  }
  wallet::Gain gain;
  take_answer(account, reply.body, gain);
  safe.save();
  news.asked = true;
  news.codes = gain.blind;
  news.failed = gain.failed;
  return Reach::answered;
}

Reach Office::collect_blind(Safe& safe, wallet::Account& account, BlindNews& news) {
  const auto plan = wallet::plan_blind(account, bundle(), options_.now(), safe.rng());
  safe.save();
  news.faults = plan.faults;
  if (plan.body) {
    const Reach reach = send_blind(safe, account, *plan.body, news);
    if (reach != Reach::answered) return reach;
  }
  const auto next = wallet::next_blind(account, bundle(), options_.now(), safe.rng());
  safe.save();
  news.stage = next.stage;
  news.at = next.at;
  const UnixTime now = account.corrected(options_.now());
  news.evidence = keep_blind_evidence(safe, account, news.faults, bundle(), now);
  for (const wallet::BlindLine& line : wallet::blind_lines(account, bundle().head(), now)) {
    if (news.codes == 0 || line.until <= news.until) continue;
    news.from = line.from;
    news.until = line.until;
  }
  return Reach::answered;
}

Reach Office::notify(Safe& safe, wallet::Account& account,
                     std::vector<wallet::NoticeRow>& decided) {
  for (wallet::NoticeRow& row : account.notices) {
    if (row.state != NoticeState::waiting) continue;
    safe.save();
    const HttpReply reply = client_.post("/v1/notice", kCbor, row.body);
    if (const Reach reach = reach_of(reply); reach != Reach::answered) return reach;
    const Refusal refusal = refusal_of(reply);
    if (!reply.ok() && refusal == Refusal::enrolment) {
      note_end(safe, account);
      return Reach::answered;
    }
    // Whatever else the answer is, the notice waits, and collecting goes on.
    if (reply.ok()) (void)wallet::take_notice(account, row, reply.body);
    if (!reply.ok() && refusal == Refusal::notice) wallet::refuse_notice(account, row);
    if (row.state != NoticeState::waiting) decided.push_back(row);
  }
  safe.save();
  return Reach::answered;
}

}  // namespace whit::cli
