// SPDX-License-Identifier: Apache-2.0
#include "verify/showing.h"

#include "base/base45.h"
#include "whit/qr_text.h"

namespace whit {

Verdict Showing::read(Bytes input) noexcept {
  const std::string_view text = trimmed(as_text(input));
  return looks_like_ours(text) ? read_text(text) : read_cbor(input);
}

Verdict Showing::read_text(std::string_view text) noexcept {
  const std::string_view start = text.substr(0, kPrefixSize);
  const bool phone = start == prefix(Carrier::presentation);
  if (!phone && start != prefix(Carrier::paper)) return Verdict::unsupported;
  const auto size = base45::decode(text.substr(kPrefixSize), buffer_);
  if (!size) return Verdict::malformed;
  const Bytes cbor = Bytes(buffer_).first(*size);
  return phone ? read_phone(cbor) : read_paper(cbor);
}

// Bare CBOR says itself what it is: only one of the two shapes can fit, for their typ differ.
Verdict Showing::read_cbor(Bytes cbor) noexcept {
  const Verdict verdict = read_phone(cbor);
  return verdict == Verdict::valid ? verdict : read_paper(cbor);
}

Verdict Showing::read_phone(Bytes cbor) noexcept {
  const auto parsed = parse_presentation(cbor);
  if (!parsed) return Verdict::malformed;
  phone_ = *parsed;
  paper_ = false;
  return Verdict::valid;
}

Verdict Showing::read_paper(Bytes cbor) noexcept {
  const auto parsed = parse_paper(cbor);
  if (!parsed) return Verdict::malformed;
  phone_ = Presentation{};
  phone_.tokens[0] = *parsed;
  phone_.count = 1;
  paper_ = true;
  return Verdict::valid;
}

const Token* Showing::find(Vct vct) const noexcept {
  for (std::size_t i = 0; i < phone_.count; ++i) {
    if (phone_.tokens[i].vct == vct) return &phone_.tokens[i];
  }
  return nullptr;
}

}  // namespace whit
