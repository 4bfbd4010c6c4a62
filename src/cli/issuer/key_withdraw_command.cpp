// SPDX-License-Identifier: Apache-2.0
// Taking token and paper keys back. Spec: spec/incidents.md.
#include <algorithm>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/blind_keys.h"
#include "cli/issuer/catalogue_shown.h"
#include "cli/issuer/doctor_judge.h"
#include "cli/issuer/key_commands.h"
#include "cli/issuer/key_names.h"
#include "cli/issuer/publish.h"
#include "token/cose.h"

namespace whit::cli {
namespace {

constexpr std::size_t kMostPrefixes = 8 * 1000 * 1000;  // bytes, in every head: half a bundle
constexpr std::size_t kAbout = 160;                     // bytes of what the journal says of names

// Kept is paper that stays good: `all` of a key's tokens that the register knows of.
struct Kept {
  TokenKey row;
  std::string name;
  AcceptedPaper paper;
};

// Order is what is to be done, looked up.
struct Order {
  std::vector<TokenKey> rows;  // as they were looked up; a list of later on may have them elsewhere
  std::vector<std::string> names;
  std::vector<BlindKey> blind;
  std::vector<Kept> kept;
  std::uint64_t signed_blind = 0;      // under the keys in `blind`
  std::uint64_t phone = 0, paper = 0;  // unexpired tokens that are going to be refused
  bool has_phone = false, has_paper = false;
  bool all_done = true;  // all rows are withdrawn already
};

bool has_key(const std::vector<TokenKey>& rows, const PublicKey& key) {
  return std::any_of(rows.begin(), rows.end(), [&](const TokenKey& row) { return row.key == key; });
}

bool has_key(const std::vector<BlindKey>& rows, const RsaModulus& modulus) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const BlindKey& row) { return row.modulus == modulus; });
}

Day accept_day(const KeyWithdrawOptions& options, LogStore& log) {
  const auto time = parse_time(options.accept_until);
  if (!time) {
    throw Failure("--accept-logged-until " + printable(options.accept_until) + " is no day",
                  "2026-12-13: the last day before the theft");
  }
  const Day day = day_of(*time);
  const LogState state = must(log.state(), "can't be read");
  if (day <= state.closed) return day;
  throw Failure("the log has no epoch of " + format_date(midnight(day)) + " yet",
                state.closed == 0 ? "nothing is logged yet"
                                  : "the newest is of " + format_date(midnight(state.closed)));
}

Kept kept_of(LogStore& log, const TokenKey& row, std::string name, Day upto) {
  Kept out{row, std::move(name), {row.key, row.last, {}}};
  out.paper.prefixes =
      must(log.leaf_prefixes(EntryKind::paper, key_id(row.key), upto), "can't be read");
  if (out.paper.prefixes.size() <= kMostPrefixes) return out;
  throw Failure("this would put " + with_commas(out.paper.prefixes.size()) +
                    " bytes into every head, which no checker would read",
                "leave --accept-logged-until out: the cards have to be replaced");
}

std::uint64_t dealt_under(IssuerService& service, const TokenKey& row, UnixTime now) {
  return must(service.dealt_under(row, now), "can't be counted");
}

std::string name_of(const KeyList& list, const TokenKey& row) {
  std::size_t at = 0;
  while (!(list.tokens[at].key == row.key)) ++at;
  return token_key_name(list, at);
}

Failure is_over(const std::string& name) {
  return Failure(name + " is over: none of its tokens is alive", "whit-issuer key list");
}

std::uint64_t signed_under(IssuerService& service, const BlindKey& row) {
  std::uint64_t out = 0;
  for (const BlindSigned& one : must(service.blind_signed(), "can't be counted")) {
    if (one.vct == row.vct && one.day == row.day) out += one.tokens;
  }
  return out;
}

void look_up_blind(KeyOffice& office, const KeyList& list, const std::string& name, Order& out) {
  const auto catalogue = register_issuing(office.folder).catalogue;
  const BlindKey& row = list.blind[find_blind_key(list, catalogue, name)];
  if (has_key(out.blind, row.modulus)) return;
  if (row.day <= day_of(office.now)) throw is_over(name);
  out.blind.push_back(row);
  out.names.push_back(name);
  out.all_done = out.all_done && row.state == KeyState::withdrawn;
  out.signed_blind += signed_under(office.service(), row);
}

Order look_up(KeyOffice& office, const KeyWithdrawOptions& options, const KeyList& list) {
  Order out;
  LogStore log(office.service());
  for (const std::string& name : options.names) {
    if (is_blind_name(name)) {
      look_up_blind(office, list, name, out);
      continue;
    }
    const std::size_t at = find_token_key(list, name);
    const TokenKey& row = list.tokens[at];
    if (has_key(out.rows, row.key)) continue;
    if (row.last <= day_of(office.now)) {
      throw is_over(name);
    }
    out.rows.push_back(row);
    out.names.push_back(name);
    out.all_done = out.all_done && row.state == KeyState::withdrawn;
    const bool paper = row.kind == Kind::paper;
    (paper ? out.has_paper : out.has_phone) = true;
    (paper ? out.paper : out.phone) += dealt_under(office.service(), row, office.now);
  }
  if (options.accept_until.empty()) return out;
  if (!out.has_paper) {
    throw Failure("--accept-logged-until is for paper keys: phones collect again",
                  "whit-issuer key list tells which are paper/...");
  }
  const Day upto = accept_day(options, log);
  for (const TokenKey& row : out.rows) {
    if (row.kind == Kind::paper) out.kept.push_back(kept_of(log, row, name_of(list, row), upto));
  }
  return out;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// tell says what is going to happen, before anything does.
void tell(const Console& console, const Order& order, const KeyWithdrawOptions& options) {
  if (!order.blind.empty()) {
    console.say("will sign nothing more under " +
                several(order.blind.size(), "blind key", "blind keys") + ", and refuse " +
                several(order.signed_blind, "blind token", "blind tokens") +
                " signed so far; no key takes their place, so wallets show revocable tokens on "
                "these days");
  }
  if (order.has_phone) {
    console.say("will refuse " +
                several(order.phone, "unexpired phone token", "unexpired phone tokens") +
                "; wallets collect them again at their next contact" +
                (order.has_paper ? "" : "; paper is signed by another key and stays good"));
  }
  if (!order.has_paper) return;
  const std::string phones = order.has_phone ? "" : "; phones have keys of their own and stay good";
  if (options.accept_until.empty()) {
    console.say("will refuse " +
                several(order.paper, "unexpired paper token", "unexpired paper tokens") +
                ": every such card has to be replaced" + phones);
  }
  for (const Kept& kept : order.kept) {
    const std::size_t count = kept.paper.prefixes.size() / 16;
    console.say(kept.name + ": " + several(count, "paper token", "paper tokens") +
                " logged until " + options.accept_until + " stay good, all others are refused; " +
                with_commas(kept.paper.prefixes.size()) + " bytes in every head until " +
                format_date(midnight(kept.row.last)) + phones);
  }
}

// about is what a second person reads and the journal keeps.
std::string about(const Order& order, const KeyWithdrawOptions& options) {
  std::string names = joined(order.names);
  if (names.size() > kAbout - 60) {
    names = order.names.front() + " and " + std::to_string(order.names.size() - 1) + " more";
  }
  return "key withdraw: " + names + ", " + options.reason +
         (options.accept_until.empty() ? "" : ", accept logged until " + options.accept_until);
}

// write_down is the withdrawal itself: from here on it is finished by whoever publishes next.
void write_down(KeyOffice& office, const Order& order, Rng& rng) {
  // Every process that has this register open obeys from here on, whatever list it signs by.
  for (const BlindKey& row : order.blind) {
    must(office.service().stop_blind(row.vct, row.day), "can't be stopped");
  }
  const FolderLock lock(office.folder.path());
  SignedKeyList keys = read_key_list(office.folder);
  for (const Kept& kept : order.kept)
    must(office.service().accept_paper(kept.paper), "can't be kept");
  if (!order.all_done) {
    const Catalogue catalogue = read_catalogue(office.folder);
    for (TokenKey& row : keys.list.tokens) {
      if (has_key(order.rows, row.key)) row.state = KeyState::withdrawn;
    }
    for (BlindKey& row : keys.list.blind) {
      if (has_key(order.blind, row.modulus)) row.state = KeyState::withdrawn;
    }
    (void)extend_keys(keys.list, catalogue.facts, office.now, office.now + kBundleLife,
                      office.vault, rng);
    const auto signer = service_key(office.folder, office.vault, installed_manifest(office.folder),
                                    Use::keys, day_of(office.now));
    write_key_list(office.folder, *signer, keys);
  }
  destroy_dead_keys(keys.list, day_of(office.now), office.vault);
  destroy_dead_blind_keys(keys.list, day_of(office.now), office.vault);
}

// successors are the names of the live keys that cover the days of `order`.
std::string successors(const KeyList& list, const Order& order) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < list.tokens.size(); ++i) {
    const TokenKey& row = list.tokens[i];
    const bool follows = std::any_of(
        order.rows.begin(), order.rows.end(),
        [&](const TokenKey& gone) { return gone.kind == row.kind && gone.first == row.first; });
    if (follows && row.state == KeyState::live) out.push_back(token_key_name(list, i));
  }
  return joined(out);
}

}  // namespace

Exit key_withdraw(const Console& console, const Common& common, const KeyWithdrawOptions& options,
                  Rng& rng) {
  KeyOffice office(common, rng);
  begin_day(office.service(), office.now, ClockRule::doubt);
  const KeyList list = read_key_list(office.folder).list;
  const Order order = look_up(office, options, list);
  tell(console, order, options);
  if (options.doing == Doing::look) {
    print("nothing was changed");
    return Exit::yes;
  }
  // Said again after a kill, there is nothing to decide any more.
  if (!order.all_done || !order.kept.empty()) office.approve("key-withdraw", about(order, options));
  write_down(office, order, rng);
  const std::string what = joined(order.names) + " withdrawn";
  const Bundle bundle = publish_at_once(office, what, rng);
  print(what + "; bundle v" + std::to_string(bundle.head().version) + " published " +
        format_time(bundle.head().issued));
  const std::string next = successors(bundle.key_list(), order);
  if (!next.empty()) print("signs in its place: " + next);
  console.hint(
      "whit-issuer status --incident tells how many wallets have collected again; a checker "
      "that never takes the new data says yes until its data is too old");
  return Exit::yes;
}

}  // namespace whit::cli
