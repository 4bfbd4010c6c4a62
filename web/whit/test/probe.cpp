// SPDX-License-Identifier: Apache-2.0
// For tests alone: the module with its inner rules in reach, so that spec/vectors can ask each of
// them. The module that is given out hasn't these exports. Bytes come in as in src/wasm/border.h.
#include <algorithm>

#include "../../../tests/vectors/readers.h"
#include "base/base45.h"
#include "base/hex.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/rsa_pss.h"
#include "log/entry.h"
#include "log/epoch.h"
#include "log/note.h"
#include "log/proof.h"
#include "log/tile.h"
#include "status/chain.h"
#include "token/cose.h"
#include "token/registry.h"
#include "token/text_rules.h"
#include "trust/catalogue.h"
#include "trust/segment.h"
#include "trust/words.h"
#include "wasm/border.h"
#include "whit/bundle.h"
#include "whit/qr_text.h"
#include "whit/request.h"

namespace whit::wasm {
namespace {

using test::reads;
using test::reads_base45;
using test::reads_bundle_file;
using test::reads_head;
using test::reads_item;
using test::reads_key_list;
using test::reads_manifest;
using test::reads_request;
using test::reads_segment;

using Reader = bool (*)(Bytes);

template <auto parse>
bool reads_text(Bytes bytes) {
  return parse(as_text(bytes)).ok();
}

bool reads_base45_text(Bytes text) { return reads_base45(as_text(text)); }

bool reads_document_text(Bytes text) { return is_document_text(as_text(text)); }

template <Carrier carrier, Reader read>
bool reads_code(Bytes text) {
  const auto cbor = decode_text(carrier, as_text(text));
  return cbor.ok() && read(*cbor);
}

struct Named {
  std::string_view object;
  bool is_text;
  Reader read;
};
constexpr Named kReaders[] = {
    {"presentation", false, reads<parse_presentation>},
    {"presentation", true, reads_code<Carrier::presentation, reads<parse_presentation>>},
    {"paper", false, reads<parse_paper>},
    {"paper", true, reads_code<Carrier::paper, reads<parse_paper>>},
    {"request", false, reads_request},
    {"request", true, reads_code<Carrier::request, reads_request>},
    {"invitation", false, reads<parse_invitation>},
    {"invitation", true, reads_code<Carrier::invitation, reads<parse_invitation>>},
    {"setup", false, reads<parse_setup>},
    {"setup", true, reads_code<Carrier::setup, reads<parse_setup>>},
    {"trust-file", false, reads<parse_trust_file>},
    {"root-manifest", false, reads_manifest},
    {"key-list", false, reads_key_list},
    {"catalogue-fact", false, reads_item<read_fact>},
    {"preset", false, reads_item<read_preset>},
    {"head", false, reads_head},
    {"segment", false, reads_segment},
    {"bundle-file", false, reads_bundle_file},
    {"epoch-header", false, reads<parse_epoch_header>},
    {"base45", true, reads_base45_text},
    {"document-text", true, reads_document_text},
    {"note-key", true, reads_text<parse_note_key>},
    {"note", true, reads_text<parse_note>},
    {"checkpoint", true, reads_text<parse_checkpoint>},
    {"witness-policy", true, reads_text<parse_witness_policy>},
    {"log-proof", true, reads_text<parse_log_proof>},
    {"tile-path", true, reads_text<parse_tile_path>}};

std::int32_t leave_hex(Bytes bytes) { return leave(hex::encode(bytes)); }

}  // namespace

// p_reads is 1 where `data` is the object of this name, 0 where it isn't, and 2 for a name that a
// verifier doesn't know.
WHIT_EXPORT(p_reads)
std::int32_t p_reads(const std::uint8_t* name, std::size_t name_size, const std::uint8_t* data,
                     std::size_t size, std::int32_t is_text) {
  for (const Named& row : kReaders) {
    if (row.object == text_at(name, name_size) && row.is_text == (is_text == 1)) {
      return row.read(bytes_at(data, size)) ? 1 : 0;
    }
  }
  return 2;
}

WHIT_EXPORT(p_ed25519)
std::int32_t p_ed25519(const std::uint8_t* key, const std::uint8_t* signature,
                       const std::uint8_t* message, std::size_t size) {
  return verify(PublicKey::from(bytes_at(key, PublicKey::kSize)),
                Signature::from(bytes_at(signature, Signature::kSize)), bytes_at(message, size))
             ? 1
             : 0;
}

WHIT_EXPORT(p_ps384)
std::int32_t p_ps384(const std::uint8_t* modulus, const std::uint8_t* signature,
                     std::size_t signature_size, const std::uint8_t* message, std::size_t size) {
  return verify_ps384(RsaModulus::from(bytes_at(modulus, RsaModulus::kSize)),
                      bytes_at(signature, signature_size), bytes_at(message, size))
             ? 1
             : 0;
}

// p_sha256 hashes two parts, `first` bytes and the rest.
WHIT_EXPORT(p_sha256)
std::int32_t p_sha256(const std::uint8_t* data, std::size_t size, std::size_t first) {
  const Bytes all = bytes_at(data, size);
  return leave_hex(sha256({all.first(first), all.subspan(first)}).view());
}

WHIT_EXPORT(p_ratchet) std::int32_t p_ratchet(const std::uint8_t* seed, std::uint32_t days) {
  return leave_hex(ratchet_by(Seed::from(bytes_at(seed, Seed::kSize)), days).view());
}
WHIT_EXPORT(p_handle) std::int32_t p_handle(const std::uint8_t* seed, double index) {
  const HandleKey key(Seed::from(bytes_at(seed, Seed::kSize)));
  return leave_hex(key.handle(seconds_of(index)).view());
}
WHIT_EXPORT(p_thumbprint) std::int32_t p_thumbprint(const std::uint8_t* key) {
  return leave_hex(thumbprint(PublicKey::from(bytes_at(key, PublicKey::kSize))).view());
}
WHIT_EXPORT(p_kid) std::int32_t p_kid(const std::uint8_t* key) {
  return leave_hex(key_id(PublicKey::from(bytes_at(key, PublicKey::kSize))).view());
}
WHIT_EXPORT(p_rsa_kid) std::int32_t p_rsa_kid(const std::uint8_t* modulus) {
  return leave_hex(key_id(RsaModulus::from(bytes_at(modulus, RsaModulus::kSize))).view());
}
WHIT_EXPORT(p_base45) std::int32_t p_base45(const std::uint8_t* data, std::size_t size) {
  return leave(base45::encode(bytes_at(data, size)));
}
WHIT_EXPORT(p_words) std::int32_t p_words(const std::uint8_t* root) {
  return leave(six_words(PublicKey::from(bytes_at(root, PublicKey::kSize))));
}
WHIT_EXPORT(p_word) std::int32_t p_word(std::size_t index) {
  return leave(std::string(word(index)));
}
WHIT_EXPORT(p_entry)
std::int32_t p_entry(std::int32_t is_paper, const std::uint8_t* cose, std::size_t size) {
  const auto token =
      is_paper == 1 ? parse_paper(bytes_at(cose, size)) : parse_token(bytes_at(cose, size));
  return token ? leave_hex(encode(entry_of(*token))) : refuse(token.error());
}
WHIT_EXPORT(p_leaf) std::int32_t p_leaf(const std::uint8_t* entry) {
  EntryBytes data{};
  std::copy_n(entry, data.size(), data.begin());
  return leave_hex(leaf_hash(data).view());
}
WHIT_EXPORT(p_tree_root) std::int32_t p_tree_root(const std::uint8_t* leaves, std::size_t size) {
  CompactTree tree;
  for (std::size_t at = 0; at + Hash::kSize <= size; at += Hash::kSize) {
    tree.append(Hash::from(bytes_at(leaves + at, Hash::kSize)));
  }
  return leave_hex(tree.root().view());
}
WHIT_EXPORT(p_note_key)
std::int32_t p_note_key(const std::uint8_t* owner, std::size_t size, std::int32_t type,
                        const std::uint8_t* key) {
  const auto made = make_note_key(text_at(owner, size), static_cast<NoteKeyType>(type),
                                  PublicKey::from(bytes_at(key, PublicKey::kSize)));
  return made ? leave(format(*made)) : refuse(made.error());
}

}  // namespace whit::wasm
