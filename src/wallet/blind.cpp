// SPDX-License-Identifier: Apache-2.0
// When blind tokens are collected, and what is asked for. Nothing here looks at what is held.
#include "wallet/blind.h"

#include <algorithm>
#include <array>

#include "crypto/blind_rsa.h"
#include "crypto/hash.h"
#include "wallet/collect.h"

namespace whit::wallet {
namespace {

constexpr auto kBlind = static_cast<std::uint8_t>(Kind::blind);
constexpr Day kAhead = 2;  // a day's blind tokens are collected two days before they end

// Wish is a fact of which blind tokens are dealt.
struct Wish {
  Vct vct = 0;
  std::size_t count = 0;
  Seconds lead = 0;
};

std::vector<Wish> wishes_of(const Head& head) {
  std::vector<Wish> out;
  for (const CatalogueFact& fact : head.catalogue) {
    const std::size_t count = head.dealt_of(fact).per_day;
    if ((fact.kinds & kBlind) == 0 || !fact.blind_lead || count == 0) continue;
    out.push_back({fact.vct, std::min(count, kMaxSetsPerDay), *fact.blind_lead});
  }
  std::sort(out.begin(), out.end(), [](const Wish& a, const Wish& b) { return a.vct < b.vct; });
  if (out.size() > kMaxSetAsks) out.resize(kMaxSetAsks);
  return out;
}

// Window is when a day's collecting may happen: from noon until the first lead begins.
struct Window {
  UnixTime opens = 0, closes = 0;
  bool has(UnixTime time) const noexcept { return opens <= time && time < closes; }
};

Window window_of(Day day, const std::vector<Wish>& wishes) {
  Seconds lead = 0;
  for (const Wish& wish : wishes) lead = std::max(lead, wish.lead);
  return {midnight(day) + kBlindOpens, midnight(day + 1) - lead};
}

// A day further ahead than this was asked for under a clock that was wrong.
bool asked_already(const BlindState& state, Day day) {
  return state.asked >= day + kAhead && state.asked <= day + kAhead + 1;
}

UnixTime draw(const Window& window, Rng& rng) {
  std::array<std::uint8_t, 8> bytes;
  rng.fill(bytes);
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return window.opens + number % (window.closes - window.opens);
}

// minute_of is when the coming collecting begins, today or tomorrow.
UnixTime minute_of(BlindState& state, const std::vector<Wish>& wishes, UnixTime now, Rng& rng) {
  const Day today = day_of(now);
  const bool passed = now >= window_of(today, wishes).closes || asked_already(state, today);
  const Day day = passed ? today + 1 : today;
  const Window window = window_of(day, wishes);
  if (state.minute.day != day || !window.has(state.minute.at)) {
    state.minute = {day, draw(window, rng)};
  }
  return state.minute.at;
}

// Order is what is due now: a key for each fact that has one.
struct Order {
  Wish wish;
  RsaModulus modulus;
};

std::vector<Order> orders_of(const Account& account, const Bundle& bundle,
                             const std::vector<Wish>& wishes, UnixTime now,
                             std::vector<FactFault>& faults) {
  const Day day = day_of(now) + kAhead;
  std::vector<Order> out;
  for (const Wish& wish : wishes) {
    const KeyCheck check = check_key(account, bundle, wish.vct, day, now);
    if (check.key == nullptr) {
      faults.push_back({wish.vct, day, check.fault});
    } else {
      out.push_back({wish, check.key->modulus});
    }
  }
  return out;
}

BlindPlan plan(Account& account, const Bundle& bundle, UnixTime now, Rng& rng,
               std::vector<Order>& orders) {
  BlindPlan out;
  const std::vector<Wish> wishes = wishes_of(bundle.head());
  if (is_over(account)) {
    out.stage = BlindStage::ended;
  } else if (is_blind_pending(account)) {
    out.stage = BlindStage::due;
  } else if (wishes.empty()) {
    out.stage = BlindStage::none;
  } else if (is_stopped(account)) {
    out.stage = BlindStage::stopped;
  } else {
    out.at = minute_of(account.blind, wishes, now, rng);
    out.stage = now < out.at ? BlindStage::waiting : BlindStage::busy;
    if (now < out.at || account.pending) return out;
    orders = orders_of(account, bundle, wishes, now, out.faults);
    out.stage = orders.empty() ? BlindStage::withheld : BlindStage::due;
  }
  return out;
}

// blind_one adds one message: a key that nobody knows, blinded for the key that is listed.
Status blind_one(const Account& account, const Order& order, Day day, Rng& rng, BlindRow& row,
                 BlindAsk& ask) {
  SigningKey key = SigningKey::generate(rng);
  TokenClaims claims;
  claims.iss = account.trust.iss;
  claims.day = day;
  claims.holder = key.public_key();
  claims.vct = order.wish.vct;
  const ByteVector message = build_blind(claims, key_id(order.modulus)).to_be_signed();
  WHIT_TRY(rsabssa::Blinded blinded, rsabssa::blind(order.modulus, message, rng));
  ask.messages.push_back(BlindBytes::from(blinded.request.view()));
  row.messages.push_back({std::move(key), std::move(blinded.inverse)});
  return {};
}

// blind_row blinds for one key; false where that key is none after all.
bool blind_row(const Account& account, const Order& order, Day day, Rng& rng, Collect& collect,
               Pending& pending) {
  BlindRow row{order.wish.vct, day, order.modulus, {}};
  BlindAsk ask{day, order.wish.vct, {}};
  for (std::size_t i = 0; i < order.wish.count; ++i) {
    if (!blind_one(account, order, day, rng, row, ask).ok()) return false;
  }
  collect.blind.push_back(std::move(ask));
  pending.blind.push_back(std::move(row));
  return true;
}

// make blinds for each of `orders`. What it can't blind for is among the faults.
Pending make(const Account& account, const std::vector<Order>& orders, Day today, Rng& rng,
             std::vector<FactFault>& faults) {
  Collect collect;
  collect.id = account.id;
  collect.iss = account.trust.iss;
  collect.seq = account.seq + 1;
  Pending pending;
  pending.made = today;
  for (const Order& order : orders) {
    if (!blind_row(account, order, today + kAhead, rng, collect, pending)) {
      faults.push_back({order.wish.vct, today + kAhead, KeyFault::unsound});
    }
  }
  if (!pending.blind.empty()) pending.body = sign_collect(collect, account.collection);
  return pending;
}

}  // namespace

BlindPlan next_blind(Account& account, const Bundle& bundle, UnixTime clock, Rng& rng) {
  std::vector<Order> orders;
  return plan(account, bundle, account.corrected(clock), rng, orders);
}

BlindPlan plan_blind(Account& account, const Bundle& bundle, UnixTime clock, Rng& rng) {
  const UnixTime now = account.corrected(clock);
  drop_dead(account, clock);
  std::vector<Order> orders;
  BlindPlan out = plan(account, bundle, now, rng, orders);
  if (out.stage != BlindStage::due) return out;
  if (!is_blind_pending(account)) {
    Pending pending = make(account, orders, day_of(now), rng, out.faults);
    if (pending.blind.empty()) {
      out.stage = BlindStage::withheld;
      return out;
    }
    account.blind.asked = day_of(now) + kAhead;
    account.pending = std::move(pending);
  }
  out.body = account.pending->body;
  return out;
}

bool is_blind_pending(const Account& account) noexcept {
  return account.pending && !account.pending->blind.empty();
}

bool is_stopped(const Account& account) noexcept {
  return account.blind.failures.size() >= kFailuresToStop;
}

void resume_blind(Account& account) { account.blind.failures.clear(); }

}  // namespace whit::wallet
