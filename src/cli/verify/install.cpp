// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/install.h"

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/verify/evidence_keeper.h"
#include "cli/verify/prepared.h"
#include "cli/verify/refuse.h"
#include "cli/verify/segment_store.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

void refuse_unknown(const DataFolder& folder, const std::string& iss) {
  if (exists(folder.trust_path(iss))) return;
  throw refusal("signed by a root you do not trust: that of " + iss, "whit-verify trust add FILE");
}

// standing_in is what the installed file committed to, even if it is damaged behind its head.
std::optional<Standing> standing_in(const InstalledData& data) {
  if (data.opened && data.opened->bundle) return standing_of(*data.opened->bundle);
  const auto parts = parse_bundle_file(data.file);
  const bool ours = data.opened && data.opened->bundle.error().code != Errc::wrong_root;
  if (!parts || !ours) return std::nullopt;
  const auto standing = read_standing(parts->head, data.opened->trust.root);
  return standing ? std::optional(*standing) : std::nullopt;
}

// trust_for is the trust that `file` has to open under: the one at hand, or with the next root.
TrustFile trust_for(const TrustFile& trust, const std::optional<Standing>& old, Bytes file) {
  if (!old) return trust;
  auto out = follow_root(*old, trust, file);
  if (!out) throw unopened(out.error(), file, trust);
  return *std::move(out);
}

// trust_at_hand is the trust that the installed bundle opens under.
TrustFile trust_at_hand(const DataFolder& folder, const std::string& iss,
                        const InstalledData& data) {
  return data.opened ? data.opened->trust : read_trust_file(folder.trust_path(iss));
}

// finish_root ends what a crash has left: the bundle tells which root holds.
void finish_root(const DataFolder& folder, const std::string& iss, const TrustFile& holds) {
  const std::string path = folder.trust_path(iss), next = next_trust(path);
  if (!exists(next)) return;
  if (!(read_trust_file(path).root == holds.root)) write_file_atomic(path, encode(holds));
  remove_file(next);
}

// put writes the bundle, and the trust first where its root is a new one.
void put(const DataFolder& folder, const std::string& iss, Bytes file, const TrustFile* next) {
  const std::string path = folder.trust_path(iss);
  if (next != nullptr) write_file_atomic(next_trust(path), encode(*next));
  write_file_atomic(folder.bundle_path(iss), file);
  if (next == nullptr) return;
  write_file_atomic(path, encode(*next));
  remove_file(next_trust(path));
}

Installed about(const Bundle& bundle, const std::optional<Standing>& old) {
  Installed out;
  out.iss = bundle.head().iss;
  out.version = bundle.head().version;
  out.before = old ? old->version : 0;
  out.issued = bundle.head().issued;
  out.expires = bundle.head().expires;
  return out;
}

bool is_the_same(const InstalledData& data, const Bundle& fresh) {
  return data.opened && data.opened->bundle &&
         data.opened->bundle->head_hash() == fresh.head_hash();
}

}  // namespace

InstalledData installed(const DataFolder& folder, const std::string& iss) {
  InstalledData out;
  if (!exists(folder.bundle_path(iss))) return out;
  out.file = read_file(folder.bundle_path(iss), kMaxBundle);
  out.opened.emplace(open_bundle(folder.trust_path(iss), out.file));
  return out;
}

void refuse_head(const DataFolder& folder, const std::string& iss, Bytes head, UnixTime now) {
  refuse_unknown(folder, iss);
  const InstalledData data = installed(folder, iss);
  const std::optional<Standing> old = standing_in(data);
  const auto alone = encode_bundle_file(head, {});
  const TrustFile trust = trust_for(trust_at_hand(folder, iss, data), old, alone);
  // Its segments are judged last but for the log, so all before them is in order.
  const auto opened = Bundle::open(alone, trust);
  if (!opened && opened.error().code != Errc::segment_missing) {
    throw unopened(opened.error(), alone, trust);
  }
  const auto fresh = read_standing(head, trust.root);
  if (!fresh) throw refusal("damaged: " + std::string(sentence(fresh.error().code)));
  if (old && fresh->version < old->version && fresh->manifest_sequence <= old->manifest_sequence &&
      fresh->root == old->root) {
    throw refusal("v" + std::to_string(fresh->version) + " is older than the installed v" +
                  std::to_string(old->version));
  }
  const auto claims = read_head(head);
  if (claims && claims->expires <= now) throw outdated(claims->expires, now);
}

Installed install(const DataFolder& folder, const std::string& iss, Bytes file, UnixTime now) {
  refuse_unknown(folder, iss);
  const FolderLock lock(folder.path());
  const InstalledData data = installed(folder, iss);
  const TrustFile before = trust_at_hand(folder, iss, data);
  finish_root(folder, iss, before);
  const std::optional<Standing> old = standing_in(data);
  const TrustFile trust = trust_for(before, old, file);
  const auto fresh = Bundle::open(file, trust);
  if (!fresh) throw unopened(fresh.error(), file, before);
  if (old) {
    if (const Status next = follows(*old, *fresh); !next) {
      const std::string kept =
          is_fork(next.error()) ? keep_fork(folder, iss, data.file, file) : std::string();
      throw unfollowing(next.error(), *fresh, *old, kept);
    }
  }
  if (fresh->head().expires <= now) throw outdated(fresh->head().expires, now);
  Installed out = about(*fresh, old);
  const bool new_root = !(trust.root == before.root);
  if (!is_the_same(data, *fresh)) {
    put(folder, iss, file, new_root ? &trust : nullptr);
    out.is_new = true;
    if (new_root) out.new_words = six_words(trust.root);
  }
  SegmentStore(folder, iss).clear();
  keep_prepared(folder.prepared_path(iss), *fresh, now);
  return out;
}

}  // namespace whit::cli
