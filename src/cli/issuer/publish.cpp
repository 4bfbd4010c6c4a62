// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/publish.h"

#include <algorithm>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/blind_keys.h"
#include "cli/issuer/catalogue_shown.h"
#include "cli/issuer/publish_checks.h"
#include "cli/issuer/session.h"
#include "cli/issuer/withdrawn_keys.h"
#include "crypto/hash.h"
#include "token/build.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

// signed_key_list is the list in force from now on, signed and on the disk.
SignedKeyList signed_key_list(const Folder& folder, const Vault& vault, const Head& head,
                              const RootManifest& manifest, Day listed, Rng& rng) {
  const UnixTime now = head.issued;
  SignedKeyList keys = read_key_list(folder);
  const auto lost = drop_lost_keys(keys.list, head.catalogue, day_of(now), folder.path());
  const std::vector<CatalogueFact> dealt = dealt_facts(head);
  const auto change = extend_keys(keys.list, dealt, now, head.expires, vault, rng);
  const auto blind = extend_blind_keys(keys.list, dealt, now, head.expires, listed, vault, rng);
  // A manifest that no longer has the key which signed this list needs the list signed anew.
  const auto signer = service_key(folder, vault, manifest, Use::keys, day_of(now));
  const auto part = parse_signed(keys.bytes, registry::kTypKeyList);
  const bool stands = part && verify_signed(*part, signer->public_key());
  const bool changed =
      change == Change::some || blind == Change::some || lost == Change::some || !stands;
  if (changed) {
    write_key_list(folder, *signer, keys);
  }
  destroy_dead_keys(keys.list, day_of(now), vault);
  destroy_dead_blind_keys(keys.list, day_of(now), vault);
  return keys;
}

void check_presets(const std::string& iss, const Catalogue& catalogue) {
  for (const Preset& preset : catalogue.presets) {
    const std::size_t size = largest_answer(iss, catalogue, preset);
    if (size <= kMaxPresentation) continue;
    refuse_publishing("an answer to preset " + preset.slug + " can take " + std::to_string(size) +
                          " bytes, one code holds " + std::to_string(kMaxPresentation),
                      "ask fewer facts in one preset, or shorten their values");
  }
}

Hash head_hash(Bytes signed_head) {
  const auto part = parse_signed(signed_head, registry::kTypHead);
  if (!part) throw Failure("a head is damaged");
  return sha256(part->sign1.payload);
}

// check_clock comes before anything is withdrawn or written.
void check_clock(const std::optional<BundleBefore>& before, UnixTime now) {
  if (!before || now >= before->head.issued) return;
  refuse_publishing("the clock is " + with_commas(before->head.issued - now) +
                    " s behind the last bundle");
}

// check_before is all that can be refused before anything is withdrawn, signed or written.
void check_before(const std::optional<BundleBefore>& before, const Certificate& certificate,
                  const Catalogue& catalogue, const std::vector<std::string>& dropped,
                  UnixTime now) {
  check_clock(before, now);
  refuse_other_root(certificate.manifest, certificate.root, before);
  refuse_vanished(catalogue, before, dropped);
}

Head make_head(const std::optional<BundleBefore>& before, const Certificate& certificate,
               const std::string& iss, const Catalogue& catalogue,
               const std::vector<CatalogueFact>& dealt, UnixTime now) {
  Head out;
  out.iss = iss;
  out.version = 1;
  if (before) {
    out.version = before->head.version + 1;
    out.previous = before->hash;
  }
  out.issued = now;
  out.next_update = now + kPublishEvery;
  out.expires = now + kBundleLife;
  out.manifest = certificate.manifest;
  out.catalogue = catalogue.facts;
  out.presets = catalogue.presets;
  out.dealt = dealt_rows(catalogue.facts, dealt);
  return out;
}

// withdrawn_at puts all that has to be known as ended into `head`, and gives the segments in the
// order of its rows.
std::vector<StoredSegment> withdrawn_at(IssuerService& service, Head& head, Gather gather) {
  auto segments = service.withdrawals(head.issued, head.catalogue, gather);
  if (!segments) refuse_publishing(std::string(sentence(segments.error().code)));
  for (const StoredSegment& segment : *segments) {
    head.segments.push_back(
        {segment.medium, segment.day, sha256(segment.bytes), segment.bytes.size()});
  }
  return *std::move(segments);
}

// checked opens what would be published as a checker will, and looks for what would strand one.
Bundle checked(const ByteVector& file, const TrustFile& trust,
               const std::optional<BundleBefore>& before, Day listed, UnixTime now) {
  auto bundle = Bundle::open(file, trust);
  if (!bundle)
    refuse_publishing("it would not open: " + std::string(sentence(bundle.error().code)));
  refuse_stranding(*bundle, before);
  const Head& head = bundle->head();
  const std::vector<CatalogueFact> dealt = dealt_facts(head);
  const std::string gap = uncovered(bundle->key_list(), dealt, now, head.expires);
  if (!gap.empty()) refuse_publishing(gap);
  const std::string blind = uncovered_blind(bundle->key_list(), dealt, now, head.expires, listed);
  if (!blind.empty()) refuse_publishing(blind);
  return *std::move(bundle);
}

// parts_of are the bytes of all segments.
std::vector<Bytes> parts_of(const std::vector<StoredSegment>& segments) {
  std::vector<Bytes> out;
  for (const StoredSegment& segment : segments) out.emplace_back(segment.bytes);
  return out;
}

// finish_bundle puts a bundle into place that was decided on when publishing was killed: its head
// is in the log already, and no other may have its version.
void finish_bundle(LogKeeper& log) {
  const Folder& folder = log.folder();
  if (!exists(folder.next_bundle_file())) return;
  const ByteVector file = read_file(folder.next_bundle_file());
  const auto parts = parse_bundle_file(file);
  const LogState state = log.state();
  const auto decided = [&](Bytes head) {
    const std::string path = "head/" + hex::encode(head_hash(head).view());
    return state.number != 0 && log.store().read(state.number, path).ok();
  };
  if (parts && decided(parts->head)) write_file_atomic(folder.bundle_file(), file);
  remove_file(folder.next_bundle_file());
}

// put_bundle makes `file` the newest bundle: from the moment that its head is in the log it is
// decided on, and whatever comes later only finishes it.
void put_bundle(LogKeeper& log, const ByteVector& file, const ByteVector& head,
                const std::vector<StoredSegment>& segments) {
  const Folder& folder = log.folder();
  for (const StoredSegment& segment : segments) {
    must(log.store().put(LogObject::segment, sha256(segment.bytes), segment.bytes),
         "can't keep a segment");
  }
  write_file_atomic(folder.next_bundle_file(), file);
  must(log.store().put(LogObject::head, head_hash(head), head), "can't keep a head");
  write_file_atomic(folder.bundle_file(), file);
  remove_file(folder.next_bundle_file());
}

// prove brings the log up to `keys` and has it cosigned, and gives the header to publish with.
ProvenHeader prove(LogKeeper& log, const SignedKeyList& keys, UnixTime now) {
  log.commit_to(keys.bytes, now);
  log.sign(now);
  auto proven = log.proven(now);
  if (proven) return *std::move(proven);
  std::size_t cosigned = 0;
  const std::vector<UnixTime> seen = log.cosigners();
  for (const UnixTime time : seen) cosigned += time != 0 ? 1U : 0U;
  refuse_publishing(std::to_string(cosigned) + " of " + std::to_string(seen.size()) +
                        " witnesses cosigned the log, which is too few",
                    "whit-issuer log status tells why; the bundle before stays good for its time");
}

// What is published is under the root before until the first publishing after a root's change.
Result<Bundle> open_published(Bytes bytes, const Folder& folder) {
  auto bundle = Bundle::open(bytes, folder.trust());
  if (bundle || bundle.error().code != Errc::wrong_root) return bundle;
  const auto before = folder.trust_before();
  return before ? Bundle::open(bytes, *before) : std::move(bundle);
}

}  // namespace

std::shared_ptr<const Signer> service_key(const Folder& folder, const KeyStore& store,
                                          const RootManifest& manifest, Use use, Day today) {
  const ServiceKey* key = active_key(folder, manifest, use, today);
  if (key == nullptr) {
    refuse_publishing(
        "no key for " + std::string(name(use)) + " holds on " + format_date(midnight(today)),
        "whit-issuer key request, then root certify, then key install");
  }
  return store.signer(vault_name(use, key->key));
}

void agree(LogKeeper& log, UnixTime now, const std::string& act) {
  const Interlock interlock = log.ask(now);
  if (interlock.state == Interlock::State::ahead) throw RolledBack(interlock);
  if (interlock.state == Interlock::State::fine) return;
  throw Failure("refusing to " + act + ": " + deaf_sentence(interlock),
                "whit-issuer log status tells who is silent");
}

Bundle publish(LogKeeper& log, UnixTime now, ClockRule clock,
               const std::vector<std::string>& dropped, Gather gather,
               const std::optional<std::vector<Page>>& pages) {
  const Folder& folder = log.folder();
  begin_day(log.service(), now, clock);  // first: a clock that jumped must not destroy a key
  const TrustFile trust = folder.trust();
  const Certificate certificate = *folder.certificate();
  const RootManifest manifest = installed_manifest(folder);
  const Catalogue wanted = read_catalogue(folder);
  check_presets(trust.iss, wanted);
  check_before(bundle_before(folder), certificate, wanted, dropped, now);
  agree(log, now, "publish");
  const FolderLock lock(folder.path());
  finish_bundle(log);
  const auto before = bundle_before(folder);
  check_before(before, certificate, wanted, dropped, now);
  const ToShow shown = to_show(folder, wanted.facts, before, now);
  const Catalogue catalogue{shown.facts, wanted.presets};
  check_presets(trust.iss, catalogue);
  Head head = make_head(before, certificate, trust.iss, catalogue, wanted.facts, now);
  const Day listed = must(log.service().blind_listed(), "can't be read");
  const SignedKeyList keys =
      signed_key_list(folder, log.vault(), head, manifest, listed, log.rng());
  hold_dealing(log.service(), keys.list);  // from now on the log says that keys are withdrawn
  const ProvenHeader proven = prove(log, keys, now);
  head.key_list = proven.key_list;
  head.epoch_header = proven.header;
  head.log_proof = proven.proof;
  if (pages || before) head.pages = pages ? *pages : before->head.pages;
  const auto signer = service_key(folder, log.vault(), manifest, Use::bundle, day_of(now));
  take_back_keys(log.service(), head, now);
  const std::vector<StoredSegment> segments = withdrawn_at(log.service(), head, gather);
  const ByteVector signed_head = must_sign(encode(head), registry::kTypHead, *signer);
  const auto file = encode_bundle_file(signed_head, parts_of(segments));
  std::size_t withdrawn = 0;
  for (const StoredSegment& segment : segments) withdrawn += segment.bytes.size();
  refuse_too_large(file.size(), withdrawn);
  Bundle bundle = checked(file, trust, before, listed, now);
  write_shown(folder, shown.remembered);  // before anybody can have the head that needs it
  put_bundle(log, file, signed_head, segments);
  return bundle;
}

Bundle publish(const Folder& folder, const Vault& vault, IssuerService& service, UnixTime now,
               Rng& rng, ClockRule clock) {
  LogKeeper log(folder, vault, service, rng);
  return publish(log, now, clock);
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
  auto bundle = open_published(bytes, folder);
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
