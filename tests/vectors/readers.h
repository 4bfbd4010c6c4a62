// SPDX-License-Identifier: Apache-2.0
// Whether bytes are an object of the specification, by its parser alone: for the vectors of one
// object at a time, natively and in WebAssembly.
#pragma once

#include <algorithm>
#include <vector>

#include "base/base45.h"
#include "base/cbor_reader.h"
#include "log/entry.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/segment.h"
#include "whit/bundle.h"
#include "whit/request.h"

namespace whit::test {

// Any parser of the form Result<T>(Bytes).
template <auto parse>
bool reads(Bytes bytes) {
  return parse(bytes).ok();
}

// A signed<T, typ>: its frame, then its payload.
template <auto parse_payload, std::int64_t typ>
bool reads_signed(Bytes bytes) {
  const auto part = parse_signed(bytes, typ);
  return part.ok() && parse_payload(part->sign1.payload).ok();
}

template <auto read>
bool reads_item(Bytes bytes) {
  cbor::Reader in(bytes);
  return read(in).ok() && in.at_end();
}

inline bool reads_segment(Bytes bytes) {
  return parse_segment(bytes, Kind::revocable, kMinDay).ok();
}

inline bool reads_manifest(Bytes bytes) {
  return reads_signed<parse_manifest, registry::kTypManifest>(bytes);
}

inline bool reads_key_list(Bytes bytes) {
  return reads_signed<parse_key_list, registry::kTypKeyList>(bytes);
}

inline bool reads_head(Bytes bytes) {
  const auto part = parse_signed(bytes, registry::kTypHead);
  if (!part) return false;
  const auto head = parse_head(part->sign1.payload);
  return head && reads_manifest(head->manifest) && reads_key_list(head->key_list) &&
         parse_epoch_header(head->epoch_header).ok();
}

inline bool reads_bundle_file(Bytes bytes) {
  const auto file = parse_bundle_file(bytes);
  return file && reads_head(file->head) &&
         std::all_of(file->segments.begin(), file->segments.end(), reads_segment);
}

// The signature of a request is judged when it is read; here only its shape is asked for.
inline bool reads_request(Bytes bytes) {
  const auto request = parse_request(bytes);
  return request.ok() || request.error().code == Errc::bad_signature;
}

inline bool reads_base45(std::string_view text) {
  std::vector<std::uint8_t> out(text.size());
  return base45::decode(text, out).ok();
}

}  // namespace whit::test
