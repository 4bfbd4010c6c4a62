// SPDX-License-Identifier: Apache-2.0
// Backups of an issuer's folder, and putting one back.
//
//   FOLDER/20270212T140000Z/     one backup: the register, the sealed keys, the public files
//     backup.json                SHA-256 and size of each file, when, and the journal's head
//
// What a backup can do to you: it holds what the folder holds, sealed and not sealed alike. Keep it
// as you keep the folder, and its passphrase elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/common/message.h"
#include "cli/issuer/folder.h"
#include "cli/issuer/session.h"
#include "token/build.h"

namespace whit::cli {

// BackupFile is one file of a backup, by its name in the issuer's folder.
struct BackupFile {
  std::string name;
  std::uint64_t size = 0;
  Hash hash;
};

// BackupRecord is backup.json.
struct BackupRecord {
  std::string iss;
  UnixTime made = 0;
  std::uint64_t leaves = 0, version = 0;  // signed by then; of the bundle, 0 for none
  std::uint64_t journal = 0;              // number of the newest line, and its hash
  Hash journal_hash;
  std::vector<BackupFile> files;
};

struct BackupOptions {
  std::string folder;
};
// backup makes a new folder below options.folder while the service goes on, and prints its name. It
// needs no passphrase: what is sealed stays sealed.
Exit backup(const Common& common, const BackupOptions& options, Rng& rng);

struct RestoreOptions {
  std::string folder;  // a backup, or a folder of backups: the newest
  std::string to;      // empty: only check
  std::string bundle;  // file with the newest bundle that was ever published; empty: the backup's
};
// restore checks a backup without changing anything, and with a `to` then puts it there, into a
// folder that is empty or missing, so that no handle is dealt twice.
Exit restore(const Common& common, const RestoreOptions& options, Rng& rng);

// last_backup is when the folder was last backed up, 0 for never.
UnixTime last_backup(const Folder& folder);

// backup_at is `folder` itself if it is a backup, else the newest backup in it; a Failure where
// there is none.
std::string backup_at(const std::string& folder);
// read_record is a Failure for what is no backup of ours.
BackupRecord read_record(const std::string& backup);
void write_record(const std::string& backup, const BackupRecord& record);

// copy_file copies and syncs a file of any size, mode 0600, and gives its size and SHA-256; `to`
// may be empty, to only read.
BackupFile copy_file(const std::string& from, const std::string& to, std::string name);

}  // namespace whit::cli
