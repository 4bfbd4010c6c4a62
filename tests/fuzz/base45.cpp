// SPDX-License-Identifier: Apache-2.0
// Base45 and the texts of QR codes: each text means one thing, and each thing has one text.
#include "base/base45.h"

#include "fuzz/fuzz.h"
#include "whit/qr_text.h"

namespace whit::fuzz {
namespace {

void read_text(std::string_view text) {
  ByteVector out(text.size());
  if (const auto size = base45::decode(text, out)) {
    must(base45::encode(Bytes(out).first(*size)) == text);
  }
  const auto carrier = recognise(text);
  if (!carrier) return;
  if (const auto cbor = decode_text(*carrier, text)) {
    must(encode_text(*carrier, *cbor) == trimmed(text));
  }
}

}  // namespace

void run(Bytes input) {
  read_text(as_text(input));
  const std::string text = base45::encode(input);
  ByteVector out(input.size());
  const auto size = base45::decode(text, out);
  must(size.ok() && *size == input.size() && equal(out, input));
}

}  // namespace whit::fuzz
