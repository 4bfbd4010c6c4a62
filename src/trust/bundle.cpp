// SPDX-License-Identifier: Apache-2.0
#include "whit/bundle.h"

#include <iterator>

#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/handle_tables.h"
#include "trust/limits.h"
#include "trust/segment.h"

namespace whit {
namespace {

// The service key of `use` that signed `part`, if it was certified for the UTC day `day`.
Result<PublicKey> service_key(const RootManifest& manifest, Use use, const KeyId& kid, Day day) {
  for (const ServiceKey& key : manifest.keys) {
    if (key.use != use || !(key_id(key.key) == kid)) continue;
    if (day < key.first || day > key.last) return Errc::key_out_of_date;
    return key.key;
  }
  return Errc::unknown_key;
}

template <class Items, class Predicate>
auto find_in(const Items& items, Predicate predicate) noexcept -> decltype(items.data()) {
  const auto found = std::find_if(items.begin(), items.end(), predicate);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

Status Bundle::read_manifest(const TrustFile& trust) {
  WHIT_TRY(const SignedPart part, parse_signed(head_.manifest, registry::kTypManifest));
  if (!(part.kid == key_id(trust.root))) return Errc::wrong_root;
  if (!verify_signed(part, trust.root)) return Errc::bad_signature;
  WHIT_TRY(manifest_, parse_manifest(part.sign1.payload));
  if (manifest_.iss != trust.iss || head_.iss != trust.iss) return Errc::wrong_issuer;
  if (manifest_.root && !(*manifest_.root == trust.root)) return Errc::false_root;
  if (day_of(head_.issued) >= manifest_.ends) return Errc::manifest_ended;
  root_ = trust.root;
  return {};
}

Status Bundle::read_key_list() {
  WHIT_TRY(const SignedPart part, parse_signed(head_.key_list, registry::kTypKeyList));
  WHIT_TRY(list_key_, service_key(manifest_, Use::keys, part.kid, day_of(head_.issued)));
  if (!verify_signed(part, list_key_)) return Errc::bad_signature;
  WHIT_TRY(key_list_, parse_key_list(part.sign1.payload));
  if (key_list_.iss != head_.iss) return Errc::wrong_issuer;
  for (const TokenKey& row : key_list_.tokens) token_kids_.push_back(key_id(row.key));
  for (const BlindKey& row : key_list_.blind) blind_kids_.push_back(key_id(row.modulus));
  return {};
}

Status Bundle::read_segments(const std::vector<Bytes>& segments) {
  if (segments.size() != head_.segments.size()) return Errc::segment_missing;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const SegmentRow& row = head_.segments[i];
    if (segments[i].size() != row.size || !(sha256(segments[i]) == row.hash)) {
      return Errc::segment_damaged;
    }
    WHIT_TRY(auto groups, parse_segment(segments[i], row.medium, row.day));
    std::move(groups.begin(), groups.end(), std::back_inserter(withdrawals_));
  }
  return {};
}

Result<Bundle> Bundle::read_signed(Bytes file, const TrustFile& trust) {
  WHIT_TRY(const BundleFile parts, parse_bundle_file(file));
  WHIT_TRY(const SignedPart head, parse_signed(parts.head, registry::kTypHead));
  Bundle out;
  out.tables_.reset(new (std::nothrow) HandleTables);
  WHIT_TRY(out.head_, parse_head(head.sign1.payload));
  out.head_hash_ = sha256(head.sign1.payload);
  WHIT_CHECK(out.read_manifest(trust));
  WHIT_TRY(out.head_key_,
           service_key(out.manifest_, Use::bundle, head.kid, day_of(out.head_.issued)));
  if (!verify_signed(head, out.head_key_)) return Errc::bad_signature;
  WHIT_CHECK(out.read_key_list());
  WHIT_CHECK(out.read_segments(parts.segments));
  return out;
}

const CatalogueFact* Bundle::find_fact(Vct vct) const noexcept {
  return find_in(head_.catalogue, [&](const CatalogueFact& fact) { return fact.vct == vct; });
}

const CatalogueFact* Bundle::find_fact(std::string_view slug) const noexcept {
  return find_in(head_.catalogue, [&](const CatalogueFact& fact) { return fact.slug == slug; });
}

const Preset* Bundle::find_preset(std::string_view slug) const noexcept {
  return find_in(head_.presets, [&](const Preset& preset) { return preset.slug == slug; });
}

const TokenKey* Bundle::find_token_key(const KeyId& kid) const noexcept {
  const auto found = std::find(token_kids_.begin(), token_kids_.end(), kid);
  if (found == token_kids_.end()) return nullptr;
  return &key_list_.tokens[static_cast<std::size_t>(found - token_kids_.begin())];
}

const BlindKey* Bundle::find_blind_key(const KeyId& kid) const noexcept {
  const auto found = std::find(blind_kids_.begin(), blind_kids_.end(), kid);
  if (found == blind_kids_.end()) return nullptr;
  return &key_list_.blind[static_cast<std::size_t>(found - blind_kids_.begin())];
}

const TokenKey* Bundle::live_key(Kind kind, Vct vct, Day day) const noexcept {
  return find_in(key_list_.tokens, [&](const TokenKey& key) {
    return key.state == KeyState::live && key.covers(kind, vct, day);
  });
}

bool Bundle::still_accepted(Kind medium, const KeyId& kid, const Hash& leaf) const noexcept {
  constexpr std::size_t kSize = 16;
  const Bytes prefix = leaf.view().first(kSize);
  for (const AcceptOnly& row : head_.accept_only) {
    if (row.medium != medium || !(row.kid == kid)) continue;
    for (std::size_t at = 0; at < row.prefixes.size(); at += kSize) {
      if (equal(Bytes(row.prefixes).subspan(at, kSize), prefix)) return true;
    }
  }
  return false;
}

Result<BundleFile> parse_bundle_file(Bytes file) {
  if (file.size() > kMaxBundle) return Errc::too_large;
  cbor::Reader in(file);
  BundleFile out;
  WHIT_CHECK(in.expect_array(2));
  WHIT_TRY(const Sign1 head, read_sign1(in));
  out.head = head.encoded;
  WHIT_TRY(const std::size_t count, in.array());
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Bytes segment, in.bytes());
    out.segments.push_back(segment);
  }
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> encode_bundle_file(Bytes head, const std::vector<Bytes>& segments) {
  cbor::Writer out;
  out.array(2).raw(head).array(segments.size());
  for (const Bytes segment : segments) out.bytes(segment);
  return out.take();
}

}  // namespace whit
