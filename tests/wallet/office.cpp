// SPDX-License-Identifier: Apache-2.0
#include "wallet/office.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"

namespace whit::test {

Value value_of(Vct vct) {
  if (vct == kUntil) return {Value::Type::number, 202708, {}};
  if (vct == kVisa) return {Value::Type::text, 0, Text<16>::from("WORK")};
  return {};
}

ByteVector Office::enrolled(Bytes body) const {
  const auto enrol = parse_enrol(body);
  REQUIRE(enrol.ok());
  REQUIRE(verify_enrol(*enrol));
  Enrolled out;
  out.id = CollectionId::from(sha256(enrol->key.view()).view().first(8));
  out.time = world.now;
  for (const Vct vct : facts) out.facts.push_back({vct, 1});
  return encode(out);
}

Collected::Dealt Office::deal(const SetAsk& ask, std::size_t i, Vct vct, Bytes body) const {
  const std::array<std::uint8_t, 4> place = {
      static_cast<std::uint8_t>(ask.day), static_cast<std::uint8_t>(i),
      static_cast<std::uint8_t>(vct >> 8), static_cast<std::uint8_t>(vct)};
  const Hash random = sha256({body, place});
  TokenClaims claims;
  claims.iss = "dlo";
  claims.day = ask.day;
  claims.handle = Handle::from(random.view().first(8));
  claims.holder = ask.keys[i].key;
  claims.vct = vct;
  claims.value = value_of(vct);
  if (vct == kDocumentVct) claims.tag = DocumentTag::from(random.view().last(16));
  const Unsigned token = build_revocable(claims, key_id(world.phone_key.public_key()));
  return {claims.handle, claims.tag, world.phone_key.sign(token.to_be_signed())};
}

Collected Office::answer(Bytes body) {
  const auto request = parse_collect(body);
  REQUIRE(request.ok());
  Collected out;
  out.seq = request->seq;
  for (const SetAsk& ask : request->sets) {
    const bool due = ask.day > day_of(world.now) && ask.day <= day_of(world.now) + 14;
    for (const Vct vct : ask.facts) {
      if (!due || facts.count(vct) == 0) continue;
      Collected::Row row{ask.day, vct, value_of(vct), {}};
      for (std::size_t i = 0; i < ask.keys.size(); ++i) {
        row.tokens.push_back(deal(ask, i, vct, body));
      }
      dealt += row.tokens.size();
      out.rows.push_back(std::move(row));
    }
  }
  seq = request->seq;
  return out;
}

Holder::Holder(const World& of) : world(of), office(of), clock(of.now) {
  Invitation invitation{"dlo", {}};
  rng.fill(invitation.code);
  const auto body = wallet::make_enrol(wallet, invitation, "123456", clock, rng);
  REQUIRE(body.ok());
  REQUIRE(wallet::take_enrolled(wallet, of.trust(), office.enrolled(*body), clock).ok());
  const auto file = of.bundle_file();
  const auto parts = parse_bundle_file(file);
  REQUIRE(parts.ok());
  REQUIRE(wallet::take_news(account(), parts->head, of.bundle(), clock).ok());
}

ByteVector Holder::body() {
  const auto planned = wallet::plan_collect(account(), world.head(), clock, rng);
  return planned ? *planned : ByteVector{};
}

std::size_t Holder::sync() {
  std::size_t tokens = 0;
  for (ByteVector asked = body(); !asked.empty(); asked = body()) {
    const auto gain = take(office.collected(asked));
    REQUIRE(gain.ok());
    tokens += gain->tokens;
  }
  return tokens;
}

ByteVector Holder::show(const wallet::Question& question) {
  const auto choice = wallet::choose(account(), world.head(), question, clock);
  const auto shown = wallet::show(wallet, account(), choice, question, clock);
  return shown.ok() ? *shown : ByteVector{};
}

wallet::Question one_way(std::vector<Vct> facts) {
  wallet::Question question;
  question.facts = std::move(facts);
  return question;
}

Options with_withdrawn_keys() {
  Options options;
  options.key_state = KeyState::withdrawn;
  return options;
}

Options with_withdrawals(std::vector<Withdrawals> withdrawals) {
  Options options;
  options.withdrawals = std::move(withdrawals);
  return options;
}

ByteVector bytes_of(const wallet::Wallet& wallet) {
  const SecretBuffer saved = wallet::save(wallet);
  const Bytes view = saved.expose(InsecureAccess{});
  return ByteVector(view.begin(), view.end());
}

}  // namespace whit::test
