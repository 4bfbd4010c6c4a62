// SPDX-License-Identifier: Apache-2.0
// The parts of putting a backup back.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/backup.h"

namespace whit::cli {

// put_back makes options.to from the backup `from`; a Failure if it isn't empty, and then nothing
// was changed there.
void put_back(const std::string& from, const BackupRecord& record, const RestoreOptions& options,
              const SecretBuffer& passphrase, UnixTime now, Rng& rng);

// take_bundle makes the bundle in `file` the newest one of `folder`, with the key list that it
// carries, so that version and keys go on from there. A Failure unless it is this issuer's and at
// least as new as the one there.
void take_bundle(const Folder& folder, const std::string& file);

// tell_log asks the witnesses and prints whether the copy, put back, could sign as its log.
void tell_log(const Folder& copy, const Vault& vault, IssuerService& service);

// keep_bundle makes the head, key list and segments of the folder's bundle parts of the log, so
// that its next header commits to them.
void keep_bundle(const Folder& folder, IssuerService& service);

// published_segments are those that the folder's bundle carries.
std::vector<StoredSegment> published_segments(const Folder& folder);

}  // namespace whit::cli
