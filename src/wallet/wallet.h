// SPDX-License-Identifier: Apache-2.0
// Wallet: what a holder keeps, as a value. wallet/save.h writes and reads it, wallet/collect.h
// fills it, wallet/show.h uses it up. Nothing here does I/O or reads a clock. Spec:
// spec/collect.md, section 6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/secret.h"
#include "token/notice.h"
#include "wallet/blind_state.h"
#include "wallet/set.h"
#include "whit/bundle.h"

namespace whit::wallet {

// FactState is what the issuer does with a fact of this person.
enum class FactState : std::uint8_t {
  not_given = 0,      // asked for, never got
  held = 1,           // dealt at the last collect
  ended = 2,          // dealt once, and not any more
  withdrawn = 3,      // ended before its day, by a published seed
  key_withdrawn = 4,  // its key was withdrawn: collect again
};

struct FactRow {
  Vct vct = 0;
  FactState state = FactState::not_given;
  Day asked_through = 0;  // the furthest day that was asked for
  UnixTime since = 0;     // when `state` last changed
};

// Pending is a collect that was sent or is about to be: until its answer is taken in, the same
// bytes are sent again.
struct Pending {
  ByteVector body;
  std::vector<SigningKey> keys;  // the holder keys in it that no set has yet
  Day made = 0;                  // the issuer's day when it was first sent, 0 for unknown
  // The blinded messages in it, row by row as they stand there; empty in a collect of sets.
  std::vector<BlindRow> blind{};
};

struct SeenHandle {
  Day day = 0;
  Handle handle;
};

// NoticeRow is what this wallet told the office of one fact. Asking what became of it is sending
// the same bytes again.
struct NoticeRow {
  Vct vct = 0;
  Day arrived = 0;
  UnixTime time = 0;  // in the notice; a later one has a later one
  NoticeState state = NoticeState::waiting;
  bool received = false;  // the office has answered
  ByteVector body;        // empty once decided
};

// News is the newest bundle that was believed: its head, and what a newer one is held against.
struct News {
  ByteVector head;
  std::uint64_t version = 0;
  Hash hash;
  std::uint64_t manifest_sequence = 0, key_list_sequence = 0;
  UnixTime issued = 0, expires = 0;
};

// Account is one enrolment with one issuer.
struct Account {
  Account(TrustFile trusted, SigningKey key)
      : trust(std::move(trusted)), collection(std::move(key)) {}

  TrustFile trust;
  SigningKey collection;  // signs collects, never shown
  CollectionId id;
  std::uint64_t seq = 0;          // of the last collect whose answer was taken in
  std::int64_t clock_offset = 0;  // issuer's clock minus ours, seconds
  UnixTime synced = 0;            // when an answer was last taken in
  std::vector<FactRow> facts;     // ascending by vct
  std::vector<Set> sets;          // ascending by day
  std::vector<SeenHandle> seen;
  std::optional<Pending> pending;
  News news;
  std::vector<NoticeRow> notices;  // at most one for a fact
  UnixTime ended = 0;              // when the office first said that this enrolment is over
  BlindState blind;

  FactRow* find(Vct vct) noexcept;
  const FactRow* find(Vct vct) const noexcept;
  // corrected is `clock` as the issuer would have it.
  UnixTime corrected(UnixTime clock) const noexcept;
};

// Enrolling wasn't answered yet. The same code and PIN give the same bytes.
struct Enrolling {
  std::string iss;
  SigningKey collection;
  UnixTime time = 0;
};

// Event is a line of the history: what was shown, to whom by their own word, and when.
struct Event {
  UnixTime when = 0;
  std::string iss;
  Mode mode = Mode::none;
  std::string name;  // as the asker gave it; empty in one-way
  std::vector<Vct> facts;
  Kind kind = Kind::none;
};

struct Wallet {
  std::vector<Account> accounts;
  std::vector<Enrolling> enrolling;
  std::vector<Event> history;

  Account* find(std::string_view iss) noexcept;
};

// drop_dead forgets sets and handles that no longer live, by our clock and by the corrected one: a
// wrong clock of either side costs no codes.
void drop_dead(Account& account, UnixTime clock);

}  // namespace whit::wallet
