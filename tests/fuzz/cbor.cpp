// SPDX-License-Identifier: Apache-2.0
// The strict CBOR reader: what it takes has one encoding.
#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "fuzz/fuzz.h"

namespace whit::fuzz {
namespace {

// Writes one item after the other, heads and strings, without looking at what holds what.
ByteVector written_again(Bytes input) {
  ByteVector out;
  cbor::Reader in(input);
  while (!in.at_end()) {
    const std::uint32_t start = in.offset();
    const auto head = in.head();
    must(head.ok());
    const auto encoded = cbor::encode_head(head->major, head->value);
    out.insert(out.end(), encoded.view().begin(), encoded.view().end());
    if (head->major != cbor::Major::bytes && head->major != cbor::Major::text) continue;
    cbor::Reader again(input.subspan(start));
    const auto content = again.bytes();
    const auto text = cbor::Reader(input.subspan(start)).text();
    must(content.ok() || text.ok());
    const Bytes chars = content ? *content : as_bytes(*text);
    out.insert(out.end(), chars.begin(), chars.end());
    in = cbor::Reader(input.subspan(start + encoded.size + chars.size()));
    input = input.subspan(start + encoded.size + chars.size());
  }
  return out;
}

}  // namespace

void run(Bytes input) {
  if (!cbor::check_item(input)) return;
  must(!input.empty());
  must(equal(written_again(input), input));
  // No part of one item is an item, and nothing may follow it.
  must(!cbor::check_item(input.first(input.size() - 1)));
  ByteVector more(input.begin(), input.end());
  more.push_back(0);
  must(!cbor::check_item(more));
}

}  // namespace whit::fuzz
