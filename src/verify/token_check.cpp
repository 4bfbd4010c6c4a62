// SPDX-License-Identifier: Apache-2.0
#include "verify/token_check.h"

#include "crypto/ed25519.h"
#include "crypto/rsa_pss.h"
#include "log/entry.h"
#include "token/cose.h"
#include "verify/withdrawal.h"

namespace whit {
namespace {

constexpr std::uint8_t bit(Kind kind) noexcept { return static_cast<std::uint8_t>(kind); }
constexpr std::uint8_t bit(Mode mode) noexcept { return static_cast<std::uint8_t>(mode); }

// The key that may sign this very token, as one of two kinds, and whether it was withdrawn.
struct SigningKeyOf {
  const TokenKey* ed25519 = nullptr;
  const BlindKey* rsa = nullptr;
  bool known() const noexcept { return ed25519 != nullptr || rsa != nullptr; }
};

SigningKeyOf find_key(const Token& token, const Bundle& bundle) noexcept {
  SigningKeyOf out;
  if (token.iss != bundle.head().iss) return out;
  if (token.kind == Kind::blind) {
    const BlindKey* key = bundle.find_blind_key(token.kid);
    if (key != nullptr && key->vct == token.vct && key->day == token.day) out.rsa = key;
    return out;
  }
  const TokenKey* key = bundle.find_token_key(token.kid);
  if (key != nullptr && key->covers(token.kind, token.vct, token.day)) out.ed25519 = key;
  return out;
}

bool is_key_withdrawn(const SigningKeyOf& key, const Token& token, const Bundle& bundle) noexcept {
  if (key.rsa != nullptr) return key.rsa->state != KeyState::live;
  if (key.ed25519->state == KeyState::live) return false;
  const Hash leaf = leaf_hash(encode(entry_of(token)));
  return !bundle.still_accepted(token.kind, token.kid, leaf);
}

bool is_signed_by(const SigningKeyOf& key, const Token& token) noexcept {
  const ShownStructure message(token.protected_header, token.payload);
  if (key.rsa != nullptr) {
    return verify_ps384(key.rsa->modulus, token.signature, message.view());
  }
  return verify(key.ed25519->key, Signature::from(token.signature), message.view());
}

}  // namespace

Findings check_token(const Token& token, const Showing& showing, const Bundle& bundle,
                     const Clock& clock) noexcept {
  Findings out;
  const CatalogueFact* fact = bundle.find_fact(token.vct);
  const SigningKeyOf key = find_key(token, bundle);
  out.add_if(fact == nullptr || !key.known() || !fact->allows(token.value), Verdict::unknown_key);
  if (out.has(Verdict::unknown_key)) return out;
  out.add_if(is_key_withdrawn(key, token, bundle), Verdict::key_withdrawn);
  if (out.has(Verdict::key_withdrawn)) return out;
  out.add_if(!is_signed_by(key, token), Verdict::bad_signature);
  if (out.has(Verdict::bad_signature)) return out;
  check_dates(token, *fact, showing, clock, out);
  // What doesn't live today is 10 or 11, which come before 12: no table is made for its day.
  const bool lives = !out.has(Verdict::expired) && !out.has(Verdict::not_yet_valid);
  const bool looked_up = token.kind != Kind::blind && lives;
  out.add_if(looked_up && is_withdrawn(bundle, token.kind, *fact, token.day, token.handle),
             Verdict::withdrawn);
  out.add_if((fact->kinds & bit(token.kind)) == 0, Verdict::kind_refused);
  out.add_if(!showing.is_paper() && (fact->modes & bit(showing.mode())) == 0,
             Verdict::mode_refused);
  out.add_if(token.tag.has_value(), Verdict::document_not_compared);
  return out;
}

}  // namespace whit
