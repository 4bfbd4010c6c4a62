// SPDX-License-Identifier: Apache-2.0
// The root manifest: spec/trust.md, section 3.
#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "token/token_reader.h"
#include "whit/trust.h"

namespace whit {
namespace {

Result<ServiceKey> read_service_key(cbor::Reader& in) noexcept {
  ServiceKey out;
  WHIT_CHECK(in.expect_array(4));
  WHIT_TRY(const std::uint64_t use, in.uint(1, 3));
  out.use = static_cast<Use>(use);
  WHIT_TRY(out.key, in.fixed<PublicKey>());
  WHIT_TRY(out.first, read_day(in));
  WHIT_TRY(out.last, read_day(in));
  if (out.first > out.last) return in.fail(Errc::out_of_range);
  return out;
}

// A key is looked up by use and kid, so these two must name one key.
bool names_twice(const std::vector<ServiceKey>& keys, const ServiceKey& key) {
  const KeyId kid = key_id(key.key);
  return std::any_of(keys.begin(), keys.end(), [&](const ServiceKey& other) {
    return other.use == key.use && key_id(other.key) == kid;
  });
}

Status read_service_keys(cbor::Reader& in, RootManifest& out) {
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const ServiceKey key, read_service_key(in));
    if (names_twice(out.keys, key)) return in.fail(Errc::manifest_void);
    out.keys.push_back(key);
  }
  return {};
}

// The `count` of fields 6 and 7 that are there: either, both, or none.
Status read_optional(cbor::Reader& in, std::size_t count, RootManifest& out) {
  if (count == 0) return {};
  WHIT_TRY(const std::uint64_t label, in.uint(6, 7));
  if (count == 2 && label == 7) return in.fail(Errc::wrong_label);
  if (label == 6) {
    WHIT_TRY(out.specimen, in.boolean());
    if (!out.specimen) return in.fail(Errc::out_of_range);  // absent says the same
    if (count == 1) return {};
    WHIT_CHECK(in.expect(7));
  }
  WHIT_TRY(out.root, in.fixed<PublicKey>());
  return {};
}

}  // namespace

Result<RootManifest> parse_manifest(Bytes payload) {
  cbor::Reader in(payload);
  RootManifest out;
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs < 5 || pairs > 7) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.sequence, in.uint());
  WHIT_CHECK(read_service_keys(in, out));
  WHIT_CHECK(in.expect(4));
  WHIT_TRY(out.ends, read_day(in));
  WHIT_CHECK(in.expect(5));
  WHIT_TRY(out.next_root, in.fixed<Hash>());
  WHIT_CHECK(read_optional(in, pairs - 5, out));
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> encode(const RootManifest& manifest) {
  cbor::Writer out;
  const std::size_t optional = (manifest.specimen ? 1u : 0u) + (manifest.root ? 1u : 0u);
  out.map(5 + optional).uint(1).text(manifest.iss).uint(2).uint(manifest.sequence);
  out.uint(3).array(manifest.keys.size());
  for (const ServiceKey& key : manifest.keys) {
    out.array(4).uint(static_cast<std::uint64_t>(key.use)).bytes(key.key.view());
    out.uint(key.first).uint(key.last);
  }
  out.uint(4).uint(manifest.ends).uint(5).bytes(manifest.next_root.view());
  if (manifest.specimen) out.uint(6).boolean(true);
  if (manifest.root) out.uint(7).bytes(manifest.root->view());
  return out.take();
}

}  // namespace whit
