// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/publish.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/log_header.h"
#include "cli/issuer/session.h"
#include "crypto/hash.h"
#include "token/build.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& hint = "") {
  throw Failure("refusing to publish: " + why, hint);
}

SigningKey service_key(const Folder& folder, const Vault& vault, const RootManifest& manifest,
                       Use use, Day today) {
  const ServiceKey* key = active_key(folder, manifest, use, today);
  if (key == nullptr) {
    refuse("no key for " + std::string(name(use)) + " holds on " + format_date(midnight(today)),
           "whit-issuer key request, then root certify, then key install");
  }
  return vault.signing_key(vault_name(use, key->key));
}

// signed_key_list is the list in force from now on, signed and on the disk.
SignedKeyList signed_key_list(const Folder& folder, const Vault& vault, const Catalogue& catalogue,
                              const RootManifest& manifest, UnixTime now, Rng& rng) {
  SignedKeyList keys = read_key_list(folder);
  const auto lost = drop_lost_keys(keys.list, catalogue.facts, day_of(now), folder.path());
  const auto change = extend_keys(keys.list, catalogue.facts, now, now + kBundleLife, vault, rng);
  // A manifest that no longer has the key which signed this list needs the list signed anew.
  const SigningKey signer = service_key(folder, vault, manifest, Use::keys, day_of(now));
  const auto part = parse_signed(keys.bytes, registry::kTypKeyList);
  const bool stands = part && verify_signed(*part, signer.public_key());
  if (change == Change::some || lost == Change::some || !stands) {
    keys.list.sequence += 1;
    keys.bytes = sign_part(encode(keys.list), registry::kTypKeyList, signer);
    write_file_atomic(folder.key_list_file(), keys.bytes);
  }
  destroy_dead_keys(keys.list, day_of(now), vault);
  return keys;
}

void check_presets(const std::string& iss, const Catalogue& catalogue) {
  for (const Preset& preset : catalogue.presets) {
    const std::size_t size = largest_answer(iss, catalogue, preset);
    if (size <= kMaxPresentation) continue;
    refuse("an answer to preset " + preset.slug + " can take " + std::to_string(size) +
               " bytes, one code holds " + std::to_string(kMaxPresentation),
           "ask fewer facts in one preset, or shorten their values");
  }
}

// check_clock comes before anything is withdrawn or written.
void check_clock(const std::optional<PublishedFile>& before, UnixTime now) {
  if (!before || now >= before->bundle.head().issued) return;
  refuse("the clock is " + with_commas(before->bundle.head().issued - now) +
         " s behind the last bundle");
}

Head make_head(const std::optional<PublishedFile>& before, const Certificate& certificate,
               const SignedKeyList& keys, const Catalogue& catalogue, UnixTime now) {
  Head out;
  out.iss = keys.list.iss;
  out.version = 1;
  if (before) {
    out.version = before->bundle.head().version + 1;
    out.previous = before->bundle.head_hash();
  }
  out.issued = now;
  out.next_update = now + kPublishEvery;
  out.expires = now + kBundleLife;
  out.manifest = certificate.manifest;
  out.key_list = keys.bytes;
  out.catalogue = catalogue.facts;
  out.presets = catalogue.presets;
  return out;
}

// withdrawn_at puts all that has to be known as ended into `head`, and gives the segments in the
// order of its rows.
std::vector<StoredSegment> withdrawn_at(IssuerService& service, Head& head) {
  if (service.issuing()->catalogue.empty()) {  // it tells how long a segment is needed
    Issuing issuing;
    issuing.iss = head.iss;
    issuing.catalogue = head.catalogue;
    service.configure(std::move(issuing));
  }
  auto segments = service.withdrawals(head.issued);
  if (!segments) refuse(std::string(sentence(segments.error().code)));
  for (const StoredSegment& segment : *segments) {
    head.segments.push_back(
        {segment.medium, segment.day, sha256(segment.bytes), segment.bytes.size()});
  }
  return *std::move(segments);
}

// checked opens what would be published as a checker will, and looks for what would strand one.
Bundle checked(const ByteVector& file, const TrustFile& trust, UnixTime now) {
  auto bundle = Bundle::open(file, trust);
  if (!bundle) refuse("it would not open: " + std::string(sentence(bundle.error().code)));
  if (file.size() > kMaxBundle) refuse("it would have " + std::to_string(file.size()) + " bytes");
  const Head& head = bundle->head();
  const std::string gap = uncovered(bundle->key_list(), head.catalogue, now, head.expires);
  if (!gap.empty()) refuse(gap);
  return *std::move(bundle);
}

}  // namespace

Bundle publish(const Folder& folder, const Vault& vault, IssuerService& service, UnixTime now,
               Rng& rng, ClockRule clock) {
  const FolderLock lock(folder.path());
  begin_day(service, now, clock);  // first: a clock that jumped must not destroy a key
  const TrustFile trust = folder.trust();
  const Certificate certificate = *folder.certificate();
  const RootManifest manifest = installed_manifest(folder);
  const Catalogue catalogue = read_catalogue(folder);
  check_presets(trust.iss, catalogue);
  const auto before = published(folder);
  check_clock(before, now);
  const SignedKeyList keys = signed_key_list(folder, vault, catalogue, manifest, now, rng);
  Head head = make_head(before, certificate, keys, catalogue, now);
  head.epoch_header = header_for(folder, keys.bytes, before, day_of(now));
  const SigningKey signer = service_key(folder, vault, manifest, Use::bundle, day_of(now));
  const std::vector<StoredSegment> segments = withdrawn_at(service, head);
  std::vector<Bytes> parts;
  for (const StoredSegment& segment : segments) parts.emplace_back(segment.bytes);
  const auto file = encode_bundle_file(sign_part(encode(head), registry::kTypHead, signer), parts);
  Bundle bundle = checked(file, trust, now);
  write_file_atomic(folder.bundle_file(), file);
  return bundle;
}

void begin_day(IssuerService& service, UnixTime now, ClockRule clock) {
  const Status moved = service.midnight(now, clock);
  if (moved.ok()) return;
  if (moved.error().code != Errc::clock_ahead) {
    throw Failure(std::string(sentence(moved.error().code)));
  }
  const std::string days = std::to_string(kClockLeap / kSecondsPerDay);
  throw Failure("the clock is more than " + days +
                    " days past all that was ever done here; midnight would destroy seeds for good",
                "set the clock, or say --clock-is-right if it is");
}

std::optional<PublishedFile> published(const Folder& folder) {
  if (!exists(folder.bundle_file())) return std::nullopt;
  ByteVector bytes = read_file(folder.bundle_file());
  auto bundle = Bundle::open(bytes, folder.trust());
  if (!bundle) {
    throw Failure(printable(folder.bundle_file()) + ": " +
                  std::string(sentence(bundle.error().code)));
  }
  return PublishedFile{std::move(bytes), *std::move(bundle)};
}

Catalogue read_catalogue(const Folder& folder) {
  if (!exists(folder.catalogue_file())) {
    throw Failure("there is no catalogue yet", "whit-issuer catalogue apply FILE.json");
  }
  return parse_catalogue(as_text(read_file(folder.catalogue_file())), folder.catalogue_file());
}

}  // namespace whit::cli
