// SPDX-License-Identifier: Apache-2.0
// What a wallet asks of its issuer: enrol and collect. The answers are in token/collected.h.
// Spec: spec/collect.md.
//
// Parsing is strict and checks no signature; the verify functions do. Views point into the bytes
// that were parsed, which must outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "token/build.h"
#include "token/cose.h"
#include "whit/result.h"
#include "whit/token.h"

namespace whit {

inline constexpr std::size_t kMaxCollectBody = std::size_t{1} << 20;  // bytes
inline constexpr std::size_t kMaxSetAsks = 128, kMaxFactsPerSet = 64;
inline constexpr std::size_t kMaxSetsPerDay = 8;  // keys of one row
inline constexpr std::uint64_t kMaxSequence = 0x7fffffffffffffff;

using InvitationCode = Fixed<struct InvitationCodeTag, 16>;
using CollectionId = Fixed<struct CollectionIdTag, 8>;  // names one enrolment
using BlindBytes = Fixed<struct BlindBytesTag, 256>;    // a blinded message, or its signature

// Enrol turns an invitation into an enrolment. It is signed by the collection key inside it.
struct Enrol {
  std::string_view iss;
  InvitationCode code;
  std::string_view pin;  // 6 to 12 bytes
  PublicKey key;         // the collection key: made for this issuer, never a holder key
  UnixTime time = 0;     // the wallet's clock
  Sign1 sign1;
};
Result<Enrol> parse_enrol(Bytes body);
[[nodiscard]] bool verify_enrol(const Enrol& enrol);
// sign_enrol writes `enrol` with `key` as its collection key; `enrol.key` and `sign1` are ignored.
ByteVector sign_enrol(const Enrol& enrol, const SigningKey& key);

// OwnToken shows that this person got a token under the holder key before.
struct OwnToken {
  Vct vct = 0;
  Handle handle;
  Signature signature;
};

// SetKey is the holder key of one set, with the proof that the wallet has it.
struct SetKey {
  PublicKey key;
  Signature proof;  // over possession_message
  std::optional<OwnToken> own;
};

// SetAsk asks for one set under each key: a token of each fact for expiry day `day`.
struct SetAsk {
  Day day = 0;
  std::vector<Vct> facts;    // ascending
  std::vector<SetKey> keys;  // 1 to kMaxSetsPerDay
};

// BlindAsk asks for signatures on blinded messages.
struct BlindAsk {
  Day day = 0;
  Vct vct = 0;
  std::vector<BlindBytes> messages;
};

// Collect asks for tokens. No two rows name the same day and fact.
struct Collect {
  CollectionId id;
  std::string_view iss;
  std::uint64_t seq = 0;  // the last one + 1, or the last one again
  std::vector<SetAsk> sets;
  std::vector<BlindAsk> blind;
  Sign1 sign1;
};
Result<Collect> parse_collect(Bytes body);
[[nodiscard]] bool verify_collect(const Collect& collect, const PublicKey& collection_key);
// sign_collect writes `collect`, whose `sign1` is ignored.
ByteVector sign_collect(const Collect& collect, const SigningKey& collection_key);

// read_collection_header reads the protected header of what a collection key signs, with this
// typ: the collection that it is about.
Result<CollectionId> read_collection_header(Bytes header, std::int64_t typ);

// blind_commitment is what the log holds of a signature on this blinded message, and the only thing
// that ties its entry to the holder who sent it: SHA-256("whit/blind/v1\0" || blinded).
Hash blind_commitment(const BlindBytes& blinded) noexcept;

// possession_message is what each holder key signs: the Sig_structure over [iss, collection key,
// seq] with external_aad "whit/pop/v1", which no other object of ours has.
ByteVector possession_message(std::string_view iss, const PublicKey& collection_key,
                              std::uint64_t seq);
[[nodiscard]] bool verify_possession(const SetKey& set, Bytes message);

}  // namespace whit
