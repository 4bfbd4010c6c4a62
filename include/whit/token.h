// SPDX-License-Identifier: Apache-2.0
// Tokens and what a holder shows of them. Spec: spec/token.md.
//
// Parsing is strict: one value has one encoding, and whatever the CDDL doesn't say is refused.
// Parsed objects are views; the bytes they came from must outlive them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "whit/bytes.h"
#include "whit/result.h"
#include "whit/time.h"

namespace whit {

using Vct = std::uint16_t;  // number of a fact, scoped by its issuer
inline constexpr Vct kMinVct = 65000;
inline constexpr Vct kDocumentVct = 65009;            // "holds this document", at every issuer
inline constexpr std::size_t kMaxTokens = 4;          // in one presentation
inline constexpr std::size_t kMaxPresentation = 829;  // bytes of CBOR, what QR V23-M holds

// Kind is how a token is bound and ended. The numbers are the bits of `kinds`.
enum class Kind : std::uint8_t { none = 0, revocable = 1, blind = 2, paper = 4 };

// Mode is how a phone shows. The numbers are the bits of `modes`; paper has none.
enum class Mode : std::uint8_t { none = 0, one_way = 1, posted = 2, challenge = 4 };

// Value is what a fact says beyond "yes": a number, or up to 16 characters A-Z 0-9 space . -
struct Value {
  enum class Type : std::uint8_t { none, number, text };
  Type type = Type::none;
  std::uint32_t number = 0;
  Text<16> text;
  friend bool operator==(const Value&, const Value&) = default;
};

// Token is one signed fact. Which fields are there follows from its kind.
struct Token {
  Kind kind = Kind::none;
  KeyId kid;
  std::string_view iss;  // 2 to 6 characters a-z 0-9 -
  Day day = 0;           // E: dead from the first second of this UTC day
  Vct vct = 0;
  Handle handle;                    // revocable and paper
  PublicKey holder;                 // revocable and blind
  Value value;                      // revocable and paper
  std::optional<DocumentTag> tag;   // paper, and revocable of kDocumentVct
  Bytes protected_header, payload;  // as signed
  Bytes signature;                  // 64 bytes, or 256 of a blind token
  Bytes encoded;                    // the whole tagged COSE_Sign1
};

// Presentation is what a phone shows: 1 to 4 tokens of one set under the holder's live signature.
struct Presentation {
  std::array<Token, kMaxTokens> tokens;  // vct strictly ascending; equal iss, day and holder
  std::size_t count = 0;
  Mode mode = Mode::none;
  std::string_view name;       // of the asker; empty in one-way
  UnixTime iat = 0;            // when the holder signed, a multiple of 15 s
  std::optional<Nonce> nonce;  // in a challenge
  Bytes protected_header, payload;
  Signature signature;
};

// parse_presentation reads the CBOR of a presentation (spec/token.md, section 5).
Result<Presentation> parse_presentation(Bytes cbor) noexcept;

// parse_paper reads the CBOR of a paper token (spec/token.md, section 4).
Result<Token> parse_paper(Bytes cbor) noexcept;

// parse_token reads one revocable or blind token, as wallets keep them.
Result<Token> parse_token(Bytes cbor) noexcept;

}  // namespace whit
