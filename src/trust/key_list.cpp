// SPDX-License-Identifier: Apache-2.0
// The key list: spec/trust.md, section 4. One live key for each (kind, fact, expiry day), and no
// two keys with one kid, or the whole list is void.
#include <set>

#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "token/token_reader.h"
#include "trust/key_rows.h"
#include "trust/medium.h"
#include "whit/trust.h"

namespace whit {
namespace {

Result<KeyState> read_state(cbor::Reader& in) noexcept {
  WHIT_TRY(const std::uint64_t state, in.uint(0, 1));
  return static_cast<KeyState>(state);
}

Status read_facts(cbor::Reader& in, std::vector<Vct>& out) {
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Vct vct, read_vct(in));
    if (std::find(out.begin(), out.end(), vct) != out.end()) return in.fail(Errc::key_list_void);
    out.push_back(vct);
  }
  return {};
}

Result<TokenKey> read_token_key(cbor::Reader& in) {
  TokenKey out;
  WHIT_CHECK(in.expect_array(6));
  WHIT_TRY(out.kind, read_medium(in));
  WHIT_CHECK(read_facts(in, out.facts));
  WHIT_TRY(out.first, read_day(in));
  WHIT_TRY(out.last, read_day(in));
  if (out.first > out.last) return in.fail(Errc::out_of_range);
  WHIT_TRY(out.key, in.fixed<PublicKey>());
  WHIT_TRY(out.state, read_state(in));
  return out;
}

Result<BlindKey> read_blind_key(cbor::Reader& in) noexcept {
  BlindKey out;
  WHIT_CHECK(in.expect_array(4));
  WHIT_TRY(out.vct, read_vct(in));
  WHIT_TRY(out.day, read_day(in));
  WHIT_TRY(out.modulus, in.fixed<RsaModulus>());
  WHIT_TRY(out.state, read_state(in));
  return out;
}

bool both_live(const TokenKey& a, const TokenKey& b) noexcept {
  return a.state == KeyState::live && b.state == KeyState::live && a.kind == b.kind &&
         a.first <= b.last && b.first <= a.last;
}

bool share_a_fact(const TokenKey& a, const TokenKey& b) noexcept {
  return std::any_of(a.facts.begin(), a.facts.end(), [&](Vct vct) {
    return std::find(b.facts.begin(), b.facts.end(), vct) != b.facts.end();
  });
}

Status read_rows(cbor::Reader& in, KeyList& out) {
  // A list this long would be checked for overlaps in quadratic time; no issuer needs it.
  constexpr std::size_t kMaxTokenKeys = 1024, kMaxBlindKeys = 65536;
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(const std::size_t tokens, in.array());
  if (tokens > kMaxTokenKeys) return in.fail(Errc::too_large);
  for (std::size_t i = 0; i < tokens; ++i) {
    WHIT_TRY(TokenKey key, read_token_key(in));
    out.tokens.push_back(std::move(key));
  }
  WHIT_CHECK(in.expect(4));
  WHIT_TRY(const std::size_t blind, in.array());
  if (blind > kMaxBlindKeys) return in.fail(Errc::too_large);
  for (std::size_t i = 0; i < blind; ++i) {
    WHIT_TRY(const BlindKey key, read_blind_key(in));
    out.blind.push_back(key);
  }
  return {};
}

}  // namespace

// Ed25519 kids and RSA kids are apart: a key is looked up by its algorithm too.
bool has_equal_kids(const KeyList& list) {
  std::set<KeyId> ed25519, rsa;
  for (const TokenKey& key : list.tokens) {
    if (!ed25519.insert(key_id(key.key)).second) return true;
  }
  for (const BlindKey& key : list.blind) {
    if (!rsa.insert(key_id(key.modulus)).second) return true;
  }
  return false;
}

bool has_two_live(const KeyList& list) {
  for (std::size_t i = 0; i < list.tokens.size(); ++i) {
    for (std::size_t j = i + 1; j < list.tokens.size(); ++j) {
      const TokenKey &a = list.tokens[i], &b = list.tokens[j];
      if (both_live(a, b) && share_a_fact(a, b)) return true;
    }
  }
  std::set<std::pair<Vct, Day>> blind;
  for (const BlindKey& key : list.blind) {
    if (key.state == KeyState::live && !blind.insert({key.vct, key.day}).second) return true;
  }
  return false;
}

bool TokenKey::covers(Kind wanted, Vct vct, Day day) const noexcept {
  return kind == wanted && day >= first && day <= last &&
         std::find(facts.begin(), facts.end(), vct) != facts.end();
}

Result<KeyList> read_key_rows(Bytes payload) {
  cbor::Reader in(payload);
  KeyList out;
  WHIT_CHECK(in.expect_map(4));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.sequence, in.uint());
  WHIT_CHECK(read_rows(in, out));
  WHIT_CHECK(in.expect_end());
  return out;
}

Result<KeyList> parse_key_list(Bytes payload) {
  WHIT_TRY(KeyList out, read_key_rows(payload));
  if (has_equal_kids(out) || has_two_live(out)) return Errc::key_list_void;
  return out;
}

std::vector<std::uint8_t> encode(const KeyList& list) {
  cbor::Writer out;
  out.map(4).uint(1).text(list.iss).uint(2).uint(list.sequence);
  out.uint(3).array(list.tokens.size());
  for (const TokenKey& key : list.tokens) {
    out.array(6).uint(medium_number(key.kind)).array(key.facts.size());
    for (const Vct vct : key.facts) out.uint(vct);
    out.uint(key.first).uint(key.last).bytes(key.key.view());
    out.uint(static_cast<std::uint64_t>(key.state));
  }
  out.uint(4).array(list.blind.size());
  for (const BlindKey& key : list.blind) {
    out.array(4).uint(key.vct).uint(key.day).bytes(key.modulus.view());
    out.uint(static_cast<std::uint64_t>(key.state));
  }
  return out.take();
}

}  // namespace whit
