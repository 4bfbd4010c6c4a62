// SPDX-License-Identifier: Apache-2.0
#include "issue/deal_blind.h"

#include <algorithm>

#include "crypto/hash.h"

namespace whit {
namespace {

constexpr auto kBlind = static_cast<std::uint8_t>(Kind::blind);
constexpr Day kOpensBefore = 2;      // days before the expiry day,
constexpr Seconds kOpensAt = 43200;  // at noon

// A fact with a value is never blind: the value would make its holder's crowd smaller.
bool is_blind(const CatalogueFact* fact) noexcept {
  return fact != nullptr && (fact->kinds & kBlind) != 0 && !fact->has_values() &&
         fact->vct != kDocumentVct;
}

bool is_stopped(const Person& person, const BlindAsk& row) noexcept {
  return std::any_of(person.blind_stops.begin(), person.blind_stops.end(),
                     [&](const BlindStop& stop) { return stop.stops(row.vct, row.day); });
}

bool has_fact(const Person& person, const BlindAsk& row, Day today) noexcept {
  return std::any_of(person.facts.begin(), person.facts.end(), [&](const FactRow& fact) {
    return fact.vct == row.vct && fact.value == Value{} && fact.holds(today, row.day);
  });
}

// key_for is the key that signs this row now, a null pointer where none may.
const BlindSigningKey* key_for(const Issuing& issuing, const Person& person, const BlindAsk& row,
                               UnixTime now) noexcept {
  if (!is_blind(issuing.find_fact(row.vct)) || !blind_signs(row.day, now)) return nullptr;
  if (is_stopped(person, row) || !has_fact(person, row, day_of(now))) return nullptr;
  return issuing.blind_key_for(row.vct, row.day);
}

std::size_t count_of(const std::vector<BlindCount>& counts, const BlindAsk& row) noexcept {
  for (const BlindCount& count : counts) {
    if (count.vct == row.vct && count.day == row.day) return count.count;
  }
  return 0;
}

// sign_row is all or nothing, as every answer is.
Status sign_row(const BlindSigningKey& key, const BlindAsk& row, Dealing& out) {
  const KeyId kid = key_id(key.modulus());
  BlindAsk signatures{row.day, row.vct, {}};
  for (const BlindBytes& message : row.messages) {
    const auto signature = key.blind_sign(message.view());
    // The wallet didn't sign this wrongly: our own machine did.
    if (!signature && signature.error().code == Errc::bad_signature) return Errc::hsm_faulty;
    if (!signature) return signature.error();
    signatures.messages.push_back(BlindBytes::from(signature->view()));
    const Entry entry{EntryKind::blind, row.vct, kid, row.day, blind_commitment(message)};
    out.leaves.push_back(encode(entry));
    out.keys.push_back({key_hash(message), row.day, KeyUse::Rule::must_be_new});
  }
  out.answer.blind.push_back(std::move(signatures));
  return {};
}

}  // namespace

bool blind_signs(Day day, UnixTime now) noexcept {
  return day > kOpensBefore && now >= midnight(day - kOpensBefore) + kOpensAt &&
         now < midnight(day);
}

Status deal_blind(const Issuing& issuing, const Person& person, const Collect& collect,
                  UnixTime now, Dealing& out) {
  for (const BlindAsk& row : collect.blind) {
    const CatalogueFact* dealt = issuing.find_dealt(row.vct);
    const BlindSigningKey* key = key_for(issuing, person, row, now);
    if (!is_blind(dealt) || key == nullptr) continue;
    if (count_of(person.blind_used, row) + row.messages.size() > dealt->per_day) continue;
    WHIT_CHECK(sign_row(*key, row, out));
    out.blind.push_back({row.vct, row.day, static_cast<std::uint8_t>(row.messages.size())});
  }
  return {};
}

Status deal_blind_again(const Issuing& issuing, const Person& person, const Collect& collect,
                        UnixTime now, Dealing& out) {
  for (const BlindAsk& row : collect.blind) {
    if (count_of(person.blind_granted, row) != row.messages.size()) continue;
    const BlindSigningKey* key = key_for(issuing, person, row, now);
    if (key != nullptr) WHIT_CHECK(sign_row(*key, row, out));
  }
  return {};
}

}  // namespace whit
