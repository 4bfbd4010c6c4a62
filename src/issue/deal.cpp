// SPDX-License-Identifier: Apache-2.0
#include "issue/deal.h"

#include <algorithm>

#include "crypto/argon2.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "issue/deal_blind.h"
#include "status/chain.h"

namespace whit {
namespace {

// Offer is a fact that this person can have for one day, and what its tokens are made with.
struct Offer {
  const CatalogueFact* fact = nullptr;
  const FactRow* row = nullptr;
  const Signer* signer = nullptr;
  KeyId kid;
  Day day = 0;
  std::uint8_t per_day = 0;  // of new tokens
};

// Issued is one token and its line in the log.
struct Issued {
  Collected::Dealt dealt;
  EntryBytes leaf{};
};

Result<DocumentTag> document_tag(const SecretBuffer& text, const Handle& handle) {
  const Hash salt = sha256({domain("whit/doc/v1"), handle.view()});
  WHIT_TRY(const auto tag,
           argon2id_tag(text.expose(InsecureAccess{}), std::span(salt.bytes).first<16>()));
  return DocumentTag::from(tag);
}

// Dealer answers one request. It keeps what was asked and what is given apart from the person,
// who stays as read.
class Dealer {
 public:
  Dealer(const Issuing& issuing, const Person& person, UnixTime now)
      : issuing_(issuing), person_(person), today_(day_of(now)) {}

  // offer is a fact as it was dealt, so that its tokens can be made again; new_offer is one that
  // more tokens are made of. quota_reached where the head still shows more than is dealt.
  std::optional<Offer> offer(Vct vct, Day day) const;
  Result<std::optional<Offer>> new_offer(Vct vct, Day day) const;
  const Chain* chain_of(Vct vct) const;
  Result<TokenClaims> claims(const Offer& offer, const Handle& handle,
                             const PublicKey& holder) const;
  Result<Issued> issue(const Offer& offer, const Handle& handle, const PublicKey& holder) const;
  Status check_own(const OwnToken& own, Day day, const PublicKey& holder) const;
  Day today() const noexcept { return today_; }

 private:
  const Issuing& issuing_;
  const Person& person_;
  Day today_;
};

std::optional<Offer> Dealer::offer(Vct vct, Day day) const {
  const CatalogueFact* fact = issuing_.find_fact(vct);
  if (fact == nullptr || (fact->kinds & static_cast<std::uint8_t>(Kind::revocable)) == 0) return {};
  if (day <= today_ || day > today_ + fact->horizon) return {};
  const auto row = std::find_if(person_.facts.begin(), person_.facts.end(),
                                [vct](const FactRow& r) { return r.vct == vct; });
  if (row == person_.facts.end() || !row->holds(today_, day)) return {};
  if (!fact->allows(row->value)) return {};
  if (vct == kDocumentVct && person_.document.size() == 0) return {};
  const Signer* signer = issuing_.signer_for(Kind::revocable, vct, day);
  if (signer == nullptr) return {};
  const Chain* chain = chain_of(vct);
  if (chain != nullptr && day < chain->day) return {};  // its seed is gone
  return Offer{fact, &*row, signer, key_id(signer->public_key()), day, fact->per_day};
}

Result<std::optional<Offer>> Dealer::new_offer(Vct vct, Day day) const {
  std::optional<Offer> out = offer(vct, day);
  const CatalogueFact* dealt = issuing_.find_dealt(vct);
  if (!out || dealt == nullptr) return std::optional<Offer>();
  const bool phones = (dealt->kinds & static_cast<std::uint8_t>(Kind::revocable)) != 0;
  if (!phones || !dealt->allows(out->row->value)) return std::optional<Offer>();
  if (day > today_ + dealt->horizon) return Errc::quota_reached;
  out->per_day = dealt->per_day;
  return out;
}

const Chain* Dealer::chain_of(Vct vct) const {
  for (const Chain& chain : person_.chains) {
    if (chain.vct == vct) return &chain;
  }
  return nullptr;
}

Result<TokenClaims> Dealer::claims(const Offer& offer, const Handle& handle,
                                   const PublicKey& holder) const {
  TokenClaims out;
  out.iss = issuing_.iss;
  out.day = offer.day;
  out.handle = handle;
  out.holder = holder;
  out.vct = offer.fact->vct;
  out.value = offer.row->value;
  if (out.vct == kDocumentVct) {
    WHIT_TRY(out.tag, document_tag(person_.document, handle));
  }
  return out;
}

Result<Issued> Dealer::issue(const Offer& offer, const Handle& handle,
                             const PublicKey& holder) const {
  WHIT_TRY(const TokenClaims claims, this->claims(offer, handle, holder));
  const Unsigned token = build_revocable(claims, offer.kid);
  WHIT_TRY(const Signature signature, offer.signer->sign(token.to_be_signed()));
  const Hash commitment = sha256({domain("whit/token/v1"), token.with(signature.view())});
  const Entry entry{EntryKind::revocable, claims.vct, offer.kid, offer.day, commitment};
  return Issued{{handle, claims.tag, signature}, encode(entry)};
}

// The token is rebuilt from the register: only its handle and signature come from the wallet.
Status Dealer::check_own(const OwnToken& own, Day day, const PublicKey& holder) const {
  const Chain* chain = chain_of(own.vct);
  const std::optional<Offer> offer = this->offer(own.vct, day);
  if (chain == nullptr || !offer || day - chain->day >= chain->dealt.size()) return Errc::bad_proof;
  const HandleKey handles(ratchet_by(chain->seed, day - chain->day));
  std::uint8_t i = 0;
  const std::uint8_t dealt = chain->dealt[day - chain->day];
  while (i < dealt && !(handles.handle(i) == own.handle)) ++i;
  if (i == dealt) return Errc::bad_proof;
  WHIT_TRY(const TokenClaims claims, this->claims(*offer, own.handle, holder));
  const ByteVector message = build_revocable(claims, offer->kid).to_be_signed();
  if (!verify(offer->signer->public_key(), own.signature, message)) return Errc::bad_proof;
  return {};
}

// Reservations hands out the numbers of handles, starting new chains where a fact has none.
class Reservations {
 public:
  Reservations(const Dealer& dealer, Rng& rng, Dealing& out)
      : dealer_(dealer), rng_(rng), out_(out) {}

  struct Run {
    HandleKey handles;
    std::uint8_t first = 0;
  };
  Result<Run> take(const Offer& offer, std::size_t count);

 private:
  std::size_t new_chain(Vct vct);

  const Dealer& dealer_;
  Rng& rng_;
  Dealing& out_;
};

std::size_t Reservations::new_chain(Vct vct) {
  for (std::size_t i = 0; i < out_.new_chains.size(); ++i) {
    if (out_.new_chains[i].vct == vct) return i;
  }
  out_.new_chains.push_back({0, vct, rng_.make<Seed>(), dealer_.today() + 1, {}});
  return out_.new_chains.size() - 1;
}

// A request names a day and fact once, so what the chain has dealt is all there is to count.
Result<Reservations::Run> Reservations::take(const Offer& offer, std::size_t count) {
  const Chain* chain = dealer_.chain_of(offer.fact->vct);
  std::int64_t id = 0;
  if (chain == nullptr) {
    const std::size_t index = new_chain(offer.fact->vct);
    chain = &out_.new_chains[index];
    id = -1 - static_cast<std::int64_t>(index);
  } else {
    id = chain->id;
  }
  const std::size_t place = offer.day - chain->day;
  const std::uint8_t first = place < chain->dealt.size() ? chain->dealt[place] : std::uint8_t{0};
  if (first + count > offer.per_day) return Errc::quota_reached;
  out_.grants.push_back({id, offer.day, first, static_cast<std::uint8_t>(count)});
  return Run{HandleKey(ratchet_by(chain->seed, static_cast<Day>(place))), first};
}

Status deal_fact(const Dealer& dealer, const Offer& offer, const SetAsk& set,
                 const Reservations::Run& run, Dealing& out) {
  Collected::Row row{offer.day, offer.fact->vct, offer.row->value, {}};
  for (std::size_t k = 0; k < set.keys.size(); ++k) {
    WHIT_TRY(const Issued issued,
             dealer.issue(offer, run.handles.handle(run.first + k), set.keys[k].key));
    row.tokens.push_back(issued.dealt);
    out.leaves.push_back(issued.leaf);
  }
  out.answer.rows.push_back(std::move(row));
  return {};
}

// Keys count as used only where something was signed for them.
Status use_keys(const Dealer& dealer, const SetAsk& set, Dealing& out) {
  for (const SetKey& key : set.keys) {
    KeyUse use{key_hash(key.key), set.day, KeyUse::Rule::must_be_new};
    if (key.own) {
      WHIT_CHECK(dealer.check_own(*key.own, set.day, key.key));
      use.rule = KeyUse::Rule::must_be_known;
    }
    out.keys.push_back(use);
  }
  return {};
}

}  // namespace

Result<Dealing> deal(const Issuing& issuing, const Person& person, const Collect& collect,
                     UnixTime now, Rng& rng) {
  const Dealer dealer(issuing, person, now);
  Dealing out;
  Reservations reservations(dealer, rng, out);
  out.answer.seq = collect.seq;
  out.key_list = issuing.keys.sequence;
  for (const SetAsk& set : collect.sets) {
    const std::size_t before = out.answer.rows.size();
    for (const Vct vct : set.facts) {
      WHIT_TRY(const std::optional<Offer> offer, dealer.new_offer(vct, set.day));
      if (!offer) continue;
      WHIT_TRY(const Reservations::Run run, reservations.take(*offer, set.keys.size()));
      WHIT_CHECK(deal_fact(dealer, *offer, set, run, out));
    }
    if (out.answer.rows.size() > before) WHIT_CHECK(use_keys(dealer, set, out));
  }
  WHIT_CHECK(deal_blind(issuing, person, collect, now, out));
  return out;
}

Result<Collected> deal_again(const Issuing& issuing, const Person& person, const Collect& collect,
                             UnixTime now) {
  const Dealer dealer(issuing, person, now);
  Dealing out;
  out.answer.seq = collect.seq;
  for (const SetAsk& set : collect.sets) {
    for (const Vct vct : set.facts) {
      const std::optional<Offer> offer = dealer.offer(vct, set.day);
      const Chain* chain = dealer.chain_of(vct);
      if (!offer || chain == nullptr) continue;
      for (const Grant& grant : person.granted) {
        if (grant.chain != chain->id || grant.day != set.day) continue;
        if (grant.count != set.keys.size()) continue;
        const HandleKey handles(ratchet_by(chain->seed, set.day - chain->day));
        WHIT_CHECK(deal_fact(dealer, *offer, set, {handles, grant.first}, out));
      }
    }
  }
  WHIT_CHECK(deal_blind_again(issuing, person, collect, now, out));
  return std::move(out.answer);
}

std::vector<Enrolled::Fact> facts_of(const Issuing& issuing, const std::vector<FactRow>& facts,
                                     UnixTime now) {
  std::vector<Enrolled::Fact> out;
  for (const FactRow& row : facts) {
    const CatalogueFact* fact = issuing.find_dealt(row.vct);
    if (fact == nullptr || row.until < day_of(now) || out.size() == kMaxFactsPerSet) continue;
    out.push_back({row.vct, fact->kinds});
  }
  return out;
}

}  // namespace whit
