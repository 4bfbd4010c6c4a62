// SPDX-License-Identifier: Apache-2.0
// Which keys a wallet blinds for, and how many others do.
#include <algorithm>

#include "base/cbor_writer.h"
#include "crypto/blind_rsa.h"
#include "crypto/hash.h"
#include "log/entry.h"
#include "log/epoch.h"
#include "wallet/blind.h"
#include "wallet/show.h"

namespace whit::wallet {
namespace {

// More than any office lists in years; what is furthest back goes first.
constexpr std::size_t kMostSeen = 65536;
constexpr std::size_t kMostCounts = 4096;

// What the two kinds of file begin with (spec/collect.md, 6.13).
constexpr std::uint64_t kFailureFile = 1, kFaultFile = 2;

bool by_hash(const SeenModulus& a, const SeenModulus& b) { return a.modulus < b.modulus; }

bool by_fact_and_day(const CrowdCount& a, const CrowdCount& b) {
  return a.vct != b.vct ? a.vct < b.vct : a.day < b.day;
}

void forget_oldest(std::vector<SeenModulus>& seen) {
  const auto oldest =
      std::min_element(seen.begin(), seen.end(),
                       [](const SeenModulus& a, const SeenModulus& b) { return a.day < b.day; });
  seen.erase(oldest);
}

// listed counts the rows of a fact and day and finds the last live one.
const BlindKey* listed(const Bundle& bundle, Vct vct, Day day, std::size_t& rows) {
  const BlindKey* live = nullptr;
  rows = 0;
  for (const BlindKey& key : bundle.key_list().blind) {
    if (key.vct != vct || key.day != day) continue;
    ++rows;
    if (key.state == KeyState::live) live = &key;
  }
  return live;
}

KeyFault history_of(const Account& account, const BlindKey& key) {
  const Hash modulus = sha256(key.modulus.view());
  for (const SeenModulus& seen : account.blind.seen) {
    const bool same_day = seen.vct == key.vct && seen.day == key.day;
    const bool same_key = seen.modulus == modulus;
    if (same_key && !same_day) return KeyFault::used_before;
    if (same_day && !same_key) return KeyFault::second_key;
  }
  return KeyFault::none;
}

}  // namespace

void note_keys(Account& account, const Bundle& bundle) {
  auto& seen = account.blind.seen;
  for (const BlindKey& key : bundle.key_list().blind) {
    const SeenModulus row{sha256(key.modulus.view()), key.vct, key.day};
    const auto at = std::lower_bound(seen.begin(), seen.end(), row, by_hash);
    if (at == seen.end() || !(at->modulus == row.modulus)) seen.insert(at, row);
  }
  while (seen.size() > kMostSeen) forget_oldest(seen);
}

KeyCheck check_key(const Account& account, const Bundle& bundle, Vct vct, Day day, UnixTime now) {
  if (bundle.newest_cosignature() + kOldestWitness < now) return {KeyFault::old_cosignature};
  std::size_t rows = 0;
  const BlindKey* const key = listed(bundle, vct, day, rows);
  if (rows > 1) return {KeyFault::second_key};
  if (key == nullptr) return {KeyFault::no_key};
  if (const KeyFault fault = history_of(account, *key); fault != KeyFault::none) return {fault};
  if (!rsabssa::is_sound(key->modulus)) return {KeyFault::unsound};
  return {KeyFault::none, key};
}

ByteVector encode(const BlindFailure& failure, std::string_view iss) {
  cbor::Writer out;
  out.array(9).uint(kFailureFile).text(iss).uint(failure.when).uint(failure.vct).uint(failure.day);
  out.bytes(failure.modulus.view()).bytes(failure.blinded.view()).bytes(failure.answer.view());
  return out.bytes(failure.key_list).take();
}

ByteVector encode(const FactFault& fault, const Bundle& bundle, UnixTime now) {
  const Head& head = bundle.head();
  cbor::Writer out;
  out.array(9).uint(kFaultFile).text(head.iss).uint(now).uint(fault.vct).uint(fault.day);
  out.uint(static_cast<std::uint8_t>(fault.fault)).bytes(head.key_list).bytes(head.epoch_header);
  return out.text(head.log_proof).take();
}

void note_counts(Account& account, const EpochHeader& header) {
  auto& counts = account.blind.counts;
  for (const EpochHeader::Count& row : header.counts) {
    if (row.kind != EntryKind::blind) continue;
    const CrowdCount count{row.vct, row.day, row.entries};
    const auto at = std::lower_bound(counts.begin(), counts.end(), count, by_fact_and_day);
    if (at == counts.end() || by_fact_and_day(count, *at)) {
      counts.insert(at, count);
    } else {
      at->entries = std::max(at->entries, count.entries);
    }
  }
  if (counts.size() > kMostCounts) counts.resize(kMostCounts);
}

std::optional<Crowd> crowd_of(const Account& account, const Head& head, Vct vct, Day day) {
  const CrowdCount* best = nullptr;
  for (const CrowdCount& count : account.blind.counts) {
    if (count.vct == vct && (best == nullptr || best->day != day)) best = &count;
  }
  const auto fact = std::find_if(head.catalogue.begin(), head.catalogue.end(),
                                 [vct](const CatalogueFact& one) { return one.vct == vct; });
  if (best == nullptr || fact == head.catalogue.end()) return std::nullopt;
  Crowd out;
  out.day = best->day;
  out.tokens = best->entries - std::min(best->entries, kPadTo - 1);
  out.people = out.tokens / std::max<std::uint64_t>(1, fact->per_day);
  out.most = best->entries / std::max<std::uint64_t>(1, head.dealt_of(*fact).per_day);
  return out;
}

std::vector<BlindLine> blind_lines(const Account& account, const Head& head, UnixTime clock) {
  const UnixTime now = account.corrected(clock);
  std::vector<BlindLine> out;
  for (const Set& set : account.sets) {
    if (set.kind != Kind::blind || !usable(set.day, now)) continue;
    const Vct vct = set.tokens.front().vct;
    const auto same = [&](const BlindLine& line) { return line.vct == vct && line.day == set.day; };
    auto line = std::find_if(out.begin(), out.end(), same);
    if (line == out.end()) {
      line = out.insert(out.end(), BlindLine{vct, set.day, 0, 0, 0, 0, {}});
      for (const CatalogueFact& fact : head.catalogue) {
        if (fact.vct == vct) line->from = blind_from(fact, set.day);
      }
      line->until = midnight(set.day) - kLastSeconds;
      line->crowd = crowd_of(account, head, vct, set.day);
    }
    ++(set.shown == 0 ? line->codes : line->shown);
  }
  std::sort(out.begin(), out.end(), [](const BlindLine& a, const BlindLine& b) {
    return a.vct != b.vct ? a.vct < b.vct : a.day < b.day;
  });
  return out;
}

}  // namespace whit::wallet
