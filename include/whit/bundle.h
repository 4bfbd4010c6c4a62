// SPDX-License-Identifier: Apache-2.0
// Bundle: the signed data that a checker needs, opened whole or not at all.
// Spec: spec/trust.md, sections 6 and 7.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "whit/result.h"
#include "whit/trust.h"

namespace whit {

// Withdrawals is the published seeds of one fact, day D and medium (spec/withdrawal.md).
struct Withdrawals {
  Kind medium = Kind::none;
  Day day = 0;  // D: the seeds are of this day, and end every token with E >= D
  Vct vct = 0;
  std::vector<Seed> seeds;  // ascending
};

// HandleTables is what the verifier has worked out of a bundle's seeds (src/trust/handle_tables.h).
class HandleTables;
struct FreeHandleTables {
  void operator()(HandleTables* tables) const noexcept;
};

class Bundle {
 public:
  // open checks every signature and rule of `file`, the one-file form, against `trust`. Nothing of
  // a bundle that doesn't open is ever used. It copies what it keeps.
  static Result<Bundle> open(Bytes file, const TrustFile& trust);

  Bundle(Bundle&&) = default;
  Bundle& operator=(Bundle&&) = default;

  const Head& head() const noexcept { return head_; }
  const Hash& head_hash() const noexcept { return head_hash_; }  // SHA-256 of the head's payload
  const RootManifest& manifest() const noexcept { return manifest_; }
  const KeyList& key_list() const noexcept { return key_list_; }
  bool specimen() const noexcept { return manifest_.specimen; }
  // The keys that signed: the root the manifest, service keys the head and the key list.
  const PublicKey& root() const noexcept { return root_; }
  const PublicKey& head_key() const noexcept { return head_key_; }
  const PublicKey& list_key() const noexcept { return list_key_; }

  // carries_withdrawals is false where this bundle can't vouch for any fact being still good.
  bool carries_withdrawals() const noexcept { return !head_.segments.empty(); }
  // newest_cosignature is when a witness last saw the log that proves this bundle.
  UnixTime newest_cosignature() const noexcept { return newest_cosignature_; }

  // Each find is a null pointer where there is none.
  const CatalogueFact* find_fact(Vct vct) const noexcept;
  const CatalogueFact* find_fact(std::string_view slug) const noexcept;
  const Preset* find_preset(std::string_view slug) const noexcept;
  const TokenKey* find_token_key(const KeyId& kid) const noexcept;
  const BlindKey* find_blind_key(const KeyId& kid) const noexcept;
  // live_key is the one key that signs this (kind, fact, expiry day).
  const TokenKey* live_key(Kind kind, Vct vct, Day day) const noexcept;
  // still_accepted tells whether a token under a withdrawn key is listed as good, by leaf hash.
  bool still_accepted(Kind medium, const KeyId& kid, const Hash& leaf) const noexcept;
  // withdrawals is what the segments hold, each (medium, day, fact) of each segment apart.
  const std::vector<Withdrawals>& withdrawals() const noexcept { return withdrawals_; }

  // use_prepared lets the first check of a fact and day find its table in `image`, which was
  // prepared from this same bundle (whit/prepared.h); else that check works it out. Answers are the
  // same with and without. `image` must outlive the bundle and not change. Call it before other
  // threads have the bundle. An image of another bundle, or one that is damaged or of a wrong size,
  // is refused, and the bundle is as before. Each table in it is checked when it is first used.
  Status use_prepared(Bytes image);
  // tables is the verifier's own; null where memory was short.
  HandleTables* tables() const noexcept { return tables_.get(); }

 private:
  Bundle() = default;
  // read_signed checks root, manifest, key list and head; what the log says is not its business.
  static Result<Bundle> read_signed(Bytes file, const TrustFile& trust);
  Status read_manifest(const TrustFile& trust);
  Status read_key_list();
  Status read_segments(const std::vector<Bytes>& segments);

  Head head_;
  Hash head_hash_;
  PublicKey root_, head_key_, list_key_;
  UnixTime newest_cosignature_ = 0;
  RootManifest manifest_;
  KeyList key_list_;
  std::vector<KeyId> token_kids_, blind_kids_;  // beside the rows of key_list_
  std::vector<Withdrawals> withdrawals_;
  std::unique_ptr<HandleTables, FreeHandleTables> tables_;
};

// BundleFile is the one-file form taken apart: a head and its segments, none of them checked.
struct BundleFile {
  Bytes head;
  std::vector<Bytes> segments;
};
Result<BundleFile> parse_bundle_file(Bytes file);
std::vector<std::uint8_t> encode_bundle_file(Bytes head, const std::vector<Bytes>& segments);

}  // namespace whit
