// SPDX-License-Identifier: Apache-2.0
// COSE_Sign1 (RFC 9052) in the one form that we use: tagged, empty unprotected header.
#pragma once

#include <cstdint>
#include <vector>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

// Sign1 is the four parts of a COSE_Sign1, as views.
struct Sign1 {
  Bytes protected_header, payload, signature;
  Bytes encoded;  // all of it, with the tag
};

// read_sign1 reads one tagged COSE_Sign1 and moves behind it.
Result<Sign1> read_sign1(cbor::Reader& in) noexcept;
// parse_sign1 reads one that fills `bytes` to the end.
Result<Sign1> parse_sign1(Bytes bytes) noexcept;

// sig_structure is the to-be-signed bytes ["Signature1", protected, external_aad, payload].
std::vector<std::uint8_t> sig_structure(Bytes protected_header, Bytes external_aad, Bytes payload);

// ShownStructure is the same for what a verifier checks, without touching the heap.
class ShownStructure {
 public:
  // `protected_header` and `payload` come from a parsed presentation; longer ones trap.
  ShownStructure(Bytes protected_header, Bytes payload) noexcept;
  Bytes view() const noexcept { return Bytes(buffer_).first(size_); }

 private:
  void add(Bytes bytes) noexcept;
  std::array<std::uint8_t, 896> buffer_;  // 829 and the few bytes around it
  std::size_t size_ = 0;
};

// assemble_sign1 joins the parts into the tagged array.
std::vector<std::uint8_t> assemble_sign1(Bytes protected_header, Bytes payload, Bytes signature);

// protected_header is {1: -19, 4: kid, 16: typ}, the header of `signed<T, typ>` and of tokens.
std::vector<std::uint8_t> signed_header(Bytes kid, std::int64_t typ);

// SignedPart is a signed<T, typ> whose signature nobody has checked yet.
struct SignedPart {
  KeyId kid;
  Sign1 sign1;
};
// parse_signed reads a signed<T, typ> of exactly this typ; wrong_algorithm for any other header.
Result<SignedPart> parse_signed(Bytes bytes, std::int64_t typ) noexcept;
// verify_signed tells whether `key` signed `part`.
[[nodiscard]] bool verify_signed(const SignedPart& part, const PublicKey& key);

}  // namespace whit
