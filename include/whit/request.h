// SPDX-License-Identifier: Apache-2.0
// What is shown before a fact is: a question, an invitation, a checker's set-up card.
// Spec: spec/token.md, sections 6 and 7.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"
#include "whit/time.h"
#include "whit/token.h"

namespace whit {

// Request is a question: which facts, asked by what name. Without a nonce it is posted at a gate.
struct Request {
  std::string iss;
  std::string name;                     // as the asker gives it; nobody vouches for it
  std::optional<UnixTime> until;        // answers count until then; only with a nonce
  std::array<Vct, kMaxTokens> facts{};  // ascending
  std::size_t count = 0;
  std::optional<Nonce> nonce;
  Kind kind = Kind::none;         // the kind wanted, none where either will do
  std::optional<PublicKey> site;  // whose signature was checked: "the same asker as before"
};

// parse_request reads a request, and of a signed one checks the signature too.
Result<Request> parse_request(Bytes cbor) noexcept;

// encode writes an unsigned request; `site` is ignored.
std::vector<std::uint8_t> encode(const Request& request);

// Invitation lets one person enrol once. It carries no address and no key on purpose: these come
// from the trust file that the wallet has already.
struct Invitation {
  std::string iss;
  std::array<std::uint8_t, 16> code{};
};
Result<Invitation> parse_invitation(Bytes cbor) noexcept;
std::vector<std::uint8_t> encode(const Invitation& invitation);

// Setup is the card that tells a checker whose root to trust, and which preset to use.
struct Setup {
  std::string iss;
  std::string url;     // 8 to 96 bytes
  Hash root;           // RFC 9679 thumbprint of the root key
  std::string preset;  // may be empty
};
Result<Setup> parse_setup(Bytes cbor) noexcept;
std::vector<std::uint8_t> encode(const Setup& setup);

}  // namespace whit
