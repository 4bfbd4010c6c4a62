// SPDX-License-Identifier: Apache-2.0
// What belongs to a bundle, and set-up cards: heads and segments.
#include "token/cose.h"
#include "token/registry.h"
#include "trust/limits.h"
#include "trust/succession.h"
#include "wasm/border.h"
#include "wasm/objects.h"
#include "whit/qr_text.h"

namespace whit::wasm {
namespace {

// read_head reads the claims of a signed head; whoever signed it.
Result<Head> read_head(Bytes signed_head) {
  if (signed_head.size() > kMaxBundle) return Errc::too_large;
  WHIT_TRY(const SignedPart part, parse_signed(signed_head, registry::kTypHead));
  return parse_head(part.sign1.payload);
}

// The head and all that it names must fit into one bundle.
Status must_fit(const Head& head, std::size_t head_size) noexcept {
  std::size_t sum = head_size;
  for (const SegmentRow& row : head.segments) {
    if (row.size > kMaxBundle || sum + row.size > kMaxBundle) return Errc::too_large;
    sum += static_cast<std::size_t>(row.size);
  }
  return {};
}

// Whether `file`, a bundle without its segments, has everything else in order.
Status check_alone(const OpenBundle* old, const TrustFile& trust, Bytes head) {
  const auto file = encode_bundle_file(head, {});
  TrustFile under = trust;
  if (old != nullptr) {
    WHIT_TRY(under, follow_root(standing_of(old->bundle), trust, file));
  }
  const auto opened = Bundle::open(file, under);
  if (!opened && opened.error().code != Errc::segment_missing) return opened.error();
  WHIT_TRY(const Standing fresh, read_standing(head, under.root));
  if (old == nullptr) return {};
  const Standing at_hand = standing_of(old->bundle);
  const bool older = fresh.version < at_hand.version && fresh.root == at_hand.root &&
                     fresh.manifest_sequence <= at_hand.manifest_sequence;
  return older ? Status(Errc::older_version) : Status();
}

}  // namespace

WHIT_EXPORT(w_read_setup) std::int32_t w_read_setup(const std::uint8_t* text, std::size_t size) {
  const auto cbor = decode_text(Carrier::setup, text_at(text, size));
  if (!cbor) return refuse(cbor.error());
  const auto setup = parse_setup(*cbor);
  if (!setup) return refuse(setup.error());
  JsonWriter json;
  json.object().key("issuer").text(setup->iss).key("url").text(setup->url);
  json.key("rootThumbprint").hex(setup->root.view()).key("preset").text(setup->preset).end();
  return leave(json);
}

WHIT_EXPORT(w_head_parts)
std::int32_t w_head_parts(const std::uint8_t* signed_head, std::size_t size) {
  const auto head = read_head(bytes_at(signed_head, size));
  if (!head) return refuse(head.error());
  if (const Status fits = must_fit(*head, size); !fits) return refuse(fits.error());
  JsonWriter json;
  json.object().key("issuer").text(head->iss).key("version").number(head->version);
  json.key("issued").number(head->issued).key("nextUpdate").number(head->next_update);
  json.key("expires").number(head->expires).key("segments").array();
  for (const SegmentRow& row : head->segments) {
    json.object().key("hash").hex(row.hash.view()).key("size").number(row.size).end();
  }
  json.end().end();
  return leave(json);
}

WHIT_EXPORT(w_check_head)
std::int32_t w_check_head(const OpenBundle* old, const std::uint8_t* trust_file,
                          std::size_t trust_size, const std::uint8_t* signed_head, std::size_t size,
                          double now) {
  const auto trust = parse_trust_file(bytes_at(trust_file, trust_size));
  if (!trust) return refuse(trust.error());
  const auto head = read_head(bytes_at(signed_head, size));
  if (!head) return refuse(head.error());
  if (const Status fits = must_fit(*head, size); !fits) return refuse(fits.error());
  const Status alone = check_alone(old, *trust, bytes_at(signed_head, size));
  if (!alone) return refuse(alone.error());
  return head->expires <= seconds_of(now) ? kExpired : kDone;
}

// w_join leaves the one-file form. `data` holds the head and then the segments, of `sizes` bytes.
WHIT_EXPORT(w_join)
std::int32_t w_join(const std::uint8_t* data, std::size_t size, const std::uint32_t* sizes,
                    std::size_t count) {
  const Bytes all = bytes_at(data, size);
  std::vector<Bytes> parts;
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (sizes[i] > all.size() - at) return refuse(Errc::truncated);
    parts.push_back(all.subspan(at, sizes[i]));
    at += sizes[i];
  }
  if (parts.empty() || all.size() > kMaxBundle) return refuse(Errc::too_large);
  const Bytes head = parts.front();
  parts.erase(parts.begin());
  return leave(encode_bundle_file(head, parts));
}

// w_split leaves where in `file` the head and the segments stand: offset and size of each.
WHIT_EXPORT(w_split) std::int32_t w_split(const std::uint8_t* file, std::size_t size) {
  const auto parts = parse_bundle_file(bytes_at(file, size));
  if (!parts) return refuse(parts.error());
  JsonWriter json;
  json.array();
  const auto place = [&](Bytes part) {
    const std::size_t at = part.empty() ? 0 : static_cast<std::size_t>(part.data() - file);
    json.array().number(at).number(part.size()).end();
  };
  place(parts->head);
  for (const Bytes segment : parts->segments) place(segment);
  json.end();
  return leave(json);
}

WHIT_EXPORT(w_follows)
std::int32_t w_follows(const OpenBundle* old, const OpenBundle* fresh) {
  const Status status = follows(standing_of(old->bundle), fresh->bundle);
  return status ? kDone : refuse(status.error());
}

// w_follow_root leaves the trust file to open `file` with.
WHIT_EXPORT(w_follow_root)
std::int32_t w_follow_root(const OpenBundle* old, const std::uint8_t* trust_file,
                           std::size_t trust_size, const std::uint8_t* file, std::size_t size) {
  const auto trust = parse_trust_file(bytes_at(trust_file, trust_size));
  if (!trust) return refuse(trust.error());
  const auto under = follow_root(standing_of(old->bundle), *trust, bytes_at(file, size));
  return under ? leave(encode(*under)) : refuse(under.error());
}

}  // namespace whit::wasm
