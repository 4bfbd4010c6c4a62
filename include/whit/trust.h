// SPDX-License-Identifier: Apache-2.0
// What a checker or wallet trusts, and the signed objects that follow from it.
// Spec: spec/trust.md. These are values; whit/bundle.h checks their signatures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"
#include "whit/time.h"
#include "whit/token.h"

namespace whit {

// TrustFile is all that a person has to believe: one root key, got by hand.
struct TrustFile {
  std::string iss;
  PublicKey root;
  std::string url;     // where the issuer answers
  std::string origin;  // of the log, without its number
  std::string policy;  // tlog-policy text: which witnesses count
};
Result<TrustFile> parse_trust_file(Bytes cbor);
std::vector<std::uint8_t> encode(const TrustFile& trust);

enum class Use : std::uint8_t { keys = 1, bundle = 2, log = 3 };
enum class KeyState : std::uint8_t { live = 0, withdrawn = 1 };

// ServiceKey is certified by the root for one use, from its first to its last day, inclusive.
struct ServiceKey {
  Use use{};
  PublicKey key;
  Day first = 0, last = 0;
};

// RootManifest is the one thing the root key signs.
struct RootManifest {
  std::string iss;
  std::uint64_t sequence = 0;
  std::vector<ServiceKey> keys;
  Day ends = 0;    // dead from the first second of this day
  Hash next_root;  // SHA-256 of the root key that follows
  bool specimen = false;
  std::optional<PublicKey> root{};  // the key that signs this; wherever it succeeded another
};

// TokenKey signs revocable (1) or paper (7) tokens of some facts over a span of expiry days.
struct TokenKey {
  Kind kind = Kind::none;
  std::vector<Vct> facts;
  Day first = 0, last = 0;  // expiry days, inclusive
  PublicKey key;
  KeyState state = KeyState::withdrawn;
  bool covers(Kind wanted, Vct vct, Day day) const noexcept;
};

// BlindKey signs blind tokens of one fact and one expiry day.
struct BlindKey {
  Vct vct = 0;
  Day day = 0;
  RsaModulus modulus;
  KeyState state = KeyState::withdrawn;
};

struct KeyList {
  std::string iss;
  std::uint64_t sequence = 0;
  std::vector<TokenKey> tokens;
  std::vector<BlindKey> blind;
};

using Labels = std::vector<std::pair<std::string, std::string>>;  // language, text

// CatalogueFact is a question that can be asked, and how its tokens are dealt.
struct CatalogueFact {
  Vct vct = 0;
  std::string slug;
  std::uint8_t kinds = 0, modes = 0;                                   // bits of Kind and Mode
  std::uint8_t horizon = 0;                                            // days a wallet holds ahead
  std::uint8_t per_day = 0;                                            // sets a day
  std::optional<std::uint16_t> paper_life;                             // days
  std::optional<std::uint16_t> blind_lead;                             // seconds
  std::vector<std::string> value_list;                                 // allowed values, or
  std::optional<std::pair<std::uint32_t, std::uint32_t>> value_range;  // lowest and highest
  Labels labels;

  bool has_values() const noexcept { return value_range.has_value() || !value_list.empty(); }
  // allows tells whether a token of this fact may carry `value`; none iff the fact has no values.
  bool allows(const Value& value) const noexcept;
};

// Binding tells whether a phone must also prove whose document its holder has.
enum class Binding : std::uint8_t { none = 0, document = 1 };

// Preset is a named question.
struct Preset {
  std::string slug;
  std::vector<Vct> facts;
  std::uint8_t kinds = 0, modes = 0;
  Binding binding = Binding::none;
  Seconds max_age = 0;      // of the bundle
  Seconds answer_time = 0;  // of a challenge
  bool receipts = false;
  Labels labels;
};

struct SegmentRow {
  Kind medium = Kind::none;  // revocable: phones; paper
  Day day = 0;               // D: seeds of this day
  Hash hash;
  std::uint64_t size = 0;
};

// AcceptOnly lists what is still good under a withdrawn key: leaf hashes, by their first 16 bytes.
struct AcceptOnly {
  Kind medium = Kind::none;
  KeyId kid;
  std::vector<std::uint8_t> prefixes;  // sorted, 16 bytes each
};

struct Page {
  std::string path;
  Hash hash;
};

// Dealt is what a wallet can still have of a fact of which the head shows more than is dealt.
struct Dealt {
  Vct vct = 0;
  std::uint8_t horizon = 0, per_day = 0;  // both 0: nothing
};

// Head is the signed front of a bundle.
struct Head {
  std::string iss;
  std::uint64_t version = 0;
  UnixTime issued = 0, next_update = 0, expires = 0;
  Hash previous;
  std::vector<std::uint8_t> manifest, key_list, epoch_header;  // encoded, signed apart
  std::string log_proof;                                       // of the epoch header
  std::vector<CatalogueFact> catalogue;
  std::vector<Preset> presets;
  std::vector<SegmentRow> segments;
  std::vector<AcceptOnly> accept_only;
  std::vector<Page> pages;
  std::vector<Dealt> dealt;  // ascending by vct; facts that aren't here are dealt as they are shown

  // dealt_of is the horizon and per_day that phone tokens of `fact`, of this catalogue, are dealt
  // with (spec/trust.md, 6.11). What is shown may be more: it says how tokens are judged.
  Dealt dealt_of(const CatalogueFact& fact) const noexcept;
};

// The payloads alone, without their signatures. A payload that parses is in range, in order and
// consistent in itself (spec/trust.md, sections 2 to 6).
Result<RootManifest> parse_manifest(Bytes payload);
Result<KeyList> parse_key_list(Bytes payload);
Result<Head> parse_head(Bytes payload);
std::vector<std::uint8_t> encode(const RootManifest& manifest);
std::vector<std::uint8_t> encode(const KeyList& list);
std::vector<std::uint8_t> encode(const Head& head);

}  // namespace whit
