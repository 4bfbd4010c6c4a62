// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/blind_view.h"

#include <algorithm>
#include <map>

#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/common/program.h"
#include "cli/issuer/catalogue_shown.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/session.h"

namespace whit::cli {
namespace {

constexpr std::uint64_t kPads = 63;  // of a row of a header at most
constexpr auto kBlind = static_cast<std::uint8_t>(Kind::blind);

using Days = std::map<std::pair<Vct, Day>, BlindDay>;

void add_row(const EpochHeader::Count& row, Day today, Days& out) {
  if (row.kind != EntryKind::blind || row.day <= today) return;
  BlindDay& day = out[{row.vct, row.day}];
  day.logged += row.entries;
  day.tokens_at_least += row.entries > kPads ? row.entries - kPads : 0;
}

// add_headers takes the headers since the day before yesterday: no key of a day to come signed
// before.
void add_headers(LogStore& log, Day today, Days& out) {
  const LogState state = must(log.state(), "can't be read");
  for (std::uint64_t next = state.epochs; next > 0; --next) {
    const auto bytes = must(log.header(next - 1), "has lost a header");
    const auto header = must(parse_epoch_header(bytes), "has a damaged header");
    if (header.day + 2 < today) return;
    for (const EpochHeader::Count& row : header.counts) add_row(row, today, out);
  }
}

void add_register(IssuerService& service, Day today, CountWaiting waiting, Days& out) {
  for (const BlindSigned& row : must(service.blind_signed(waiting), "can't be counted")) {
    if (row.day <= today) continue;
    BlindDay& day = out[{row.vct, row.day}];
    day.tokens = row.tokens;
    day.people = row.people;
    day.most = row.most;
    day.waiting = row.waiting;
  }
}

// read_days reads headers and register; once more when an epoch was closed between the two.
Days read_days(IssuerService& service, Day today, CountWaiting waiting) {
  LogStore log(service);
  for (int i = 0;; ++i) {
    Days out;
    const std::uint64_t before = must(log.state(), "can't be read").epochs;
    add_headers(log, today, out);
    add_register(service, today, waiting, out);
    const LogState after = must(log.state(), "can't be read");
    if (i == 2 || (after.epochs == before && !after.closing)) return out;
  }
}

void name_days(const std::vector<CatalogueFact>& catalogue, Days& days) {
  for (auto& [key, day] : days) {
    std::uint64_t per_day = 1;
    day.vct = key.first;
    day.day = key.second;
    day.fact = std::to_string(day.vct);
    for (const CatalogueFact& fact : catalogue) {
      if (fact.vct != day.vct) continue;
      day.fact = fact.slug;
      per_day = std::max<std::uint64_t>(1, fact.per_day);
    }
    day.people_at_least = (day.tokens_at_least + per_day - 1) / per_day;
  }
}

void look_at_keys(const Folder& folder, IssuerService& service, UnixTime now, BlindView& out) {
  const auto before = bundle_before(folder);
  if (!before) return;
  const KeyList list = read_key_list(folder).list;
  const std::vector<CatalogueFact> dealt = dealt_facts(before->head);
  out.facts = static_cast<std::size_t>(
      std::count_if(dealt.begin(), dealt.end(),
                    [](const CatalogueFact& fact) { return (fact.kinds & kBlind) != 0; }));
  const Day listed = must(service.blind_listed(), "can't be read");
  out.none_until = listed > day_of(now) ? listed : 0;
  out.lost = lost_blind_keys(list, day_of(now), folder.path());
  out.stock = blind_stock(list, folder.path()).size();
  out.uncovered = uncovered_blind(list, dealt, now, now, listed);
}

}  // namespace

BlindView look_at_blind(const Folder& folder, IssuerService& service, UnixTime now,
                        CountWaiting waiting) {
  BlindView out;
  Days days = read_days(service, day_of(now), waiting);
  name_days(register_issuing(folder).catalogue, days);
  for (auto& [key, day] : days) out.days.push_back(std::move(day));
  look_at_keys(folder, service, now, out);
  return out;
}

std::string sentence_of(const BlindDay& day) {
  const std::string what = day.fact + " until " + format_date(midnight(day.day)) + ": ";
  if (day.logged == 0) return what + "nothing in the log yet";
  return what + with_commas(day.logged) + " in the log, at least " +
         with_commas(day.people_at_least) + (day.people_at_least == 1 ? " person" : " people");
}

std::string in_json(const std::vector<BlindDay>& days) {
  std::string out = "[";
  for (const BlindDay& day : days) {
    const auto number = [&out](const char* name, std::uint64_t value) {
      out += ",\"" + std::string(name) + "\":" + std::to_string(value);
    };
    out += std::string(out.size() == 1 ? "" : ",") + "{\"fact\":" + json_quoted(day.fact) +
           ",\"ends\":\"" + format_rfc3339(midnight(day.day)).substr(0, 10) + "\"";
    number("logged", day.logged);
    number("people_at_least", day.people_at_least);
    number("tokens", day.tokens);
    number("people", day.people);
    out += "}";
  }
  return out + "]";
}

std::string fault_of(const BlindDay& day) {
  const std::string what = day.fact + " until " + format_date(midnight(day.day)) + ": ";
  if (day.logged + day.waiting < day.tokens) {
    return what + "the register says " + with_commas(day.tokens) +
           " tokens, and the log has no more than " + with_commas(day.logged + day.waiting);
  }
  if (day.tokens_at_least + day.waiting > day.tokens) {
    return what + "the log has at least " + with_commas(day.tokens_at_least + day.waiting) +
           " tokens, and the register knows of " + with_commas(day.tokens);
  }
  if (day.most > kMaxSetsPerDay) {
    return what + "one person got " + std::to_string(day.most);
  }
  return {};
}

}  // namespace whit::cli
