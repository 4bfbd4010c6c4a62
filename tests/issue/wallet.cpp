// SPDX-License-Identifier: Apache-2.0
#include "issue/wallet.h"

#include <algorithm>

#include "crypto/ed25519.h"
#include "crypto/hash.h"

namespace whit::test {
namespace {

CatalogueFact fact(Vct vct, std::string slug) {
  CatalogueFact out;
  out.vct = vct;
  out.slug = std::move(slug);
  out.kinds = 1;
  out.modes = 7;
  out.horizon = 14;
  out.per_day = 2;
  return out;
}

}  // namespace

std::shared_ptr<const SigningKey> key_of(std::uint8_t number) {
  start_crypto();
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return std::make_shared<const SigningKey>(SigningKey::from_seed(seed));
}

Issuing make_issuing() {
  Issuing out;
  out.iss = "dlo";
  out.catalogue = {fact(kPermit, "work-permit-valid"), fact(kUntil, "work-permit-until"),
                   fact(kVisa, "visa-class"),          fact(kTax, "tax-current"),
                   fact(kArrival, "arrival-notified"), fact(kDocumentVct, "document")};
  out.catalogue[1].value_range = {202601, 203512};
  out.catalogue[2].value_list = {"BUSINESS", "STUDY", "WORK"};
  out.signers = {key_of(7)};
  out.keys.iss = "dlo";
  out.keys.tokens.push_back({Kind::revocable,
                             {kPermit, kUntil, kVisa, kTax, kArrival, kDocumentVct},
                             kToday - 30,
                             kToday + 60,
                             out.signers[0]->public_key(),
                             KeyState::live});
  return out;
}

void give_blind(Issuing& issuing, Vct vct, const std::vector<Day>& days, unsigned first) {
  for (CatalogueFact& fact : issuing.catalogue) {
    if (fact.vct != vct) continue;
    fact.kinds |= static_cast<std::uint8_t>(Kind::blind);
    fact.blind_lead = 10800;
  }
  for (const Day day : days) {
    const auto key = blind_key(first++);
    issuing.keys.blind.push_back({vct, day, key->modulus(), KeyState::live});
    issuing.blind_signers.push_back({vct, day, key});
  }
}

ByteVector Wallet::enrol_body(const InvitationCode& code, std::string_view pin) {
  Enrol enrol;
  enrol.iss = iss;
  enrol.code = code;
  enrol.pin = pin;
  enrol.time = kNoon;
  return sign_enrol(enrol, *key_);
}

SetKey Wallet::prove(const SigningKey& holder, std::uint64_t for_seq) const {
  SetKey out;
  out.key = holder.public_key();
  out.proof = holder.sign(possession_message(iss, key_->public_key(), for_seq));
  return out;
}

ByteVector Wallet::notice(Notice notice) {
  notice.id = id;
  notice.iss = iss;
  return sign_notice(notice, *key_);
}

ByteVector Wallet::body(Collect collect) {
  collect.id = id;
  collect.iss = iss;
  return sign_collect(collect, *key_);
}

ByteVector Wallet::ask(const std::vector<Vct>& facts, const std::vector<Day>& days,
                       std::size_t sets) {
  Collect collect;
  collect.seq = ++seq;
  for (const Day day : days) {
    SetAsk set{day, facts, {}};
    for (std::size_t i = 0; i < sets; ++i) set.keys.push_back(prove(fresh_key(), seq));
    collect.sets.push_back(std::move(set));
  }
  return body(std::move(collect));
}

Wallet::Blinded Wallet::ask_blind(const RsaModulus& modulus, Vct vct, Day day, std::size_t count) {
  Blinded out;
  Collect collect;
  collect.seq = ++seq;
  collect.blind.push_back({day, vct, {}});
  for (std::size_t i = 0; i < count; ++i) {
    const PublicKey key = fresh_key().public_key();
    out.messages.emplace_back(key.bytes.begin(), key.bytes.end());
    auto blinded = rsabssa::blind(modulus, out.messages.back(), rng_);
    if (!blinded) __builtin_trap();
    collect.blind[0].messages.push_back(BlindBytes::from(blinded->request.view()));
    out.blinded.push_back(std::move(*blinded));
  }
  out.body = body(std::move(collect));
  return out;
}

std::size_t check_blind(const RsaModulus& modulus, const Wallet::Blinded& asked,
                        const Collected& answer) {
  std::size_t good = 0;
  for (const BlindAsk& row : answer.blind) {
    for (std::size_t i = 0; i < row.messages.size() && i < asked.messages.size(); ++i) {
      const auto signature = rsabssa::finalize(modulus, asked.messages[i], row.messages[i].view(),
                                               asked.blinded[i].inverse);
      good += signature.ok() ? 1U : 0U;
    }
  }
  return good;
}

std::size_t check_answer(const Issuing& issuing, const Collect& asked, const Collected& answer) {
  std::size_t good = 0;
  for (const Collected::Row& row : answer.rows) {
    const auto set = std::find_if(asked.sets.begin(), asked.sets.end(), [&](const SetAsk& s) {
      return s.day == row.day && std::count(s.facts.begin(), s.facts.end(), row.vct) == 1;
    });
    const Signer* signer = issuing.signer_for(Kind::revocable, row.vct, row.day);
    if (set == asked.sets.end() || signer == nullptr) return 0;
    if (set->keys.size() != row.tokens.size()) return 0;
    for (std::size_t i = 0; i < row.tokens.size(); ++i) {
      const Collected::Dealt& dealt = row.tokens[i];
      const TokenClaims claims{issuing.iss, row.day,   dealt.handle, set->keys[i].key,
                               row.vct,     row.value, dealt.tag};
      const Unsigned token = build_revocable(claims, key_id(signer->public_key()));
      if (verify(signer->public_key(), dealt.signature, token.to_be_signed())) ++good;
    }
  }
  return good;
}

}  // namespace whit::test
