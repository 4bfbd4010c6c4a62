// SPDX-License-Identifier: Apache-2.0
#include "wasm/wallet/views.h"

#include <algorithm>
#include <iterator>

#include "token/cose.h"
#include "token/registry.h"
#include "trust/words.h"
#include "wallet/blind.h"
#include "wallet/collect.h"
#include "wallet/overview.h"

namespace whit::wasm {
namespace {

void write_value(JsonWriter& json, const Value& value) {
  json.key("value");
  if (value.type == Value::Type::number) {
    json.number(value.number);
  } else if (value.type == Value::Type::text) {
    json.text(value.text.view());
  } else {
    json.null();
  }
}

// A time, or null for 0.
void write_time(JsonWriter& json, std::string_view name, UnixTime time) {
  json.key(name);
  if (time == 0) {
    json.null();
  } else {
    json.number(time);
  }
}

void write_crowd(JsonWriter& json, const std::optional<wallet::Crowd>& crowd) {
  json.key("crowd");
  if (!crowd) {
    json.null();
    return;
  }
  json.object().key("day").number(midnight(crowd->day - 1)).key("tokens").number(crowd->tokens);
  json.key("people").number(crowd->people).key("most").number(crowd->most);
  json.key("small").boolean(crowd->people < wallet::kSmallCrowd).end();
}

// The clock of the device at a time by the office's; 0 stays.
UnixTime on_device(const wallet::Account& account, UnixTime time) {
  return time == 0 ? 0
                   : static_cast<UnixTime>(static_cast<std::int64_t>(time) - account.clock_offset);
}

bool has_kind(const CatalogueFact* fact, Kind kind) {
  return fact != nullptr && (fact->kinds & static_cast<unsigned>(kind)) != 0;
}

void write_revocable(JsonWriter& json, const wallet::FactLine& line,
                     const wallet::Account& account) {
  json.object().key("kind").number(static_cast<std::uint64_t>(Kind::revocable));
  json.key("codes").number(line.codes).key("days").number(line.days).key("from").null();
  write_time(json, "until", on_device(account, line.last == 0 ? 0 : midnight(line.last + 1)));
  json.key("crowd").null().end();
}

// `lines` are of one fact, ascending by day.
void write_blind(JsonWriter& json, const std::vector<wallet::BlindLine>& lines,
                 const wallet::Account& account) {
  std::size_t codes = 0, days = 0;
  const wallet::BlindLine* first = nullptr;
  UnixTime until = 0;
  for (const wallet::BlindLine& line : lines) {
    until = line.until;
    if (line.codes == 0) continue;
    if (first == nullptr) first = &line;
    codes += line.codes;
    ++days;
  }
  json.object().key("kind").number(static_cast<std::uint64_t>(Kind::blind));
  json.key("codes").number(codes).key("days").number(days);
  write_time(json, "from", on_device(account, first == nullptr ? 0 : first->from));
  write_time(json, "until", on_device(account, until));
  write_crowd(json, first == nullptr ? std::nullopt : first->crowd);
  json.end();
}

void write_line(JsonWriter& json, const wallet::FactLine& line,
                const std::vector<wallet::BlindLine>& blind, const Head& head,
                const wallet::Account& account) {
  const CatalogueFact* fact = find_fact(head, line.vct);
  json.object();
  write_named(json, head, line.vct);
  json.key("state").number(static_cast<std::uint64_t>(line.state));
  json.key("since").number(line.since);
  write_value(json, line.value);
  json.key("modes").number(fact == nullptr ? 0 : fact->modes).key("strips").array();
  if (line.last != 0 || has_kind(fact, Kind::revocable)) write_revocable(json, line, account);
  if (!blind.empty() || has_kind(fact, Kind::blind)) write_blind(json, blind, account);
  json.end().end();
}

// The facts of an account, those too of which there are blind codes alone; ascending.
std::vector<wallet::FactLine> facts_of(const wallet::Account& account,
                                       const std::vector<wallet::BlindLine>& blind,
                                       UnixTime clock) {
  std::vector<wallet::FactLine> lines = wallet::overview(account, clock);
  for (const wallet::BlindLine& one : blind) {
    const auto place = std::find_if(lines.begin(), lines.end(), [&](const wallet::FactLine& line) {
      return line.vct >= one.vct;
    });
    if (place != lines.end() && place->vct == one.vct) continue;
    wallet::FactLine line;
    line.vct = one.vct;
    line.state = wallet::FactState::held;
    lines.insert(place, line);
  }
  return lines;
}

void write_fact_lines(JsonWriter& json, const wallet::Account& account, const Head& head,
                      UnixTime clock) {
  const std::vector<wallet::BlindLine> blind = wallet::blind_lines(account, head, clock);
  json.key("facts").array();
  for (const wallet::FactLine& line : facts_of(account, blind, clock)) {
    std::vector<wallet::BlindLine> own;
    std::copy_if(blind.begin(), blind.end(), std::back_inserter(own),
                 [&](const wallet::BlindLine& one) { return one.vct == line.vct; });
    write_line(json, line, own, head, account);
  }
  json.end();
}

bool is_specimen(const Head& head) {
  const auto part = parse_signed(head.manifest, registry::kTypManifest);
  if (!part) return false;
  const auto manifest = parse_manifest(part->sign1.payload);
  return manifest && manifest->specimen;
}

void write_account(JsonWriter& json, const wallet::Account& account, const Head& head,
                   UnixTime clock) {
  json.object().key("issuer").text(account.trust.iss).key("url").text(account.trust.url);
  json.key("words").text(six_words(account.trust.root));
  json.key("specimen").boolean(is_specimen(head));
  write_fact_lines(json, account, head, clock);
  json.key("daysLeft").number(wallet::days_left(account, clock));
  write_time(json, "issued", account.news.issued);
  write_time(json, "expires", account.news.expires);
  json.key("synced").number(account.synced);
  json.key("clockOffset").signed_number(account.clock_offset);
  write_time(json, "ended", account.ended);
  json.key("blindStopped").boolean(wallet::is_stopped(account)).end();
}

// other_kind is the kind that `choice` is not, where that could be shown too.
Kind other_kind(const wallet::Account& account, const Head& head, wallet::Question question,
                Kind kind, UnixTime clock) {
  question.kind = kind == Kind::blind ? Kind::revocable : Kind::blind;
  const auto choice = wallet::choose(account, head, question, clock);
  return choice.freshness == wallet::Freshness::none ? Kind::none : question.kind;
}

}  // namespace

void write_prospect(JsonWriter& json, const wallet::Account& account, const Head& head,
                    const wallet::Question& question, UnixTime clock) {
  const auto hindrance = wallet::hindrance(account, head, question, clock);
  const bool is_free = hindrance.obstacle == wallet::Obstacle::none;
  json.object().key("obstacle").number(static_cast<std::uint64_t>(hindrance.obstacle));
  write_facts(json, head, is_free || hindrance.facts.empty() ? question.facts : hindrance.facts);
  Kind other = Kind::none;
  if (is_free) {
    const wallet::Choice choice = wallet::choose(account, head, question, clock);
    write_choice(json, choice, account, head);
    other = other_kind(account, head, question, choice.kind, clock);
  }
  json.key("other").number(static_cast<std::uint64_t>(other)).end();
}

void write_choice(JsonWriter& json, const wallet::Choice& choice, const wallet::Account& account,
                  const Head& head) {
  const wallet::Set& set = account.sets[choice.set];
  json.key("kind").number(static_cast<std::uint64_t>(choice.kind));
  json.key("freshness").number(static_cast<std::uint64_t>(choice.freshness));
  json.key("instead").boolean(choice.instead);
  const bool is_blind = choice.kind == Kind::blind && !set.tokens.empty();
  const Vct vct = is_blind ? set.tokens.front().vct : Vct{0};
  write_crowd(json, is_blind ? wallet::crowd_of(account, head, vct, set.day) : std::nullopt);
}

WHIT_EXPORT(w_overview) std::int32_t w_overview(const OpenWallet* open, double clock) {
  JsonWriter json;
  json.array();
  for (const wallet::Account& account : open->wallet.accounts) {
    write_account(json, account, catalogue_of(open->wallet, account.trust.iss), seconds_of(clock));
  }
  json.end();
  return leave(json);
}

WHIT_EXPORT(w_history) std::int32_t w_history(const OpenWallet* open) {
  JsonWriter json;
  json.array();
  for (const wallet::Event& event : open->wallet.history) {
    json.object().key("when").number(event.when).key("issuer").text(event.iss);
    json.key("mode").number(static_cast<std::uint64_t>(event.mode)).key("name").text(event.name);
    write_facts(json, catalogue_of(open->wallet, event.iss), event.facts);
    json.end();
  }
  json.end();
  return leave(json);
}

}  // namespace whit::wasm
