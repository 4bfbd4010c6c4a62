// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>

#include <filesystem>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/backup.h"
#include "cli/issuer/blind_keys.h"
#include "cli/issuer/catalogue_shown.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/restore.h"
#include "store/inspect.h"
#include "store/staff.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

// Scratch is a folder that goes with it: what is checked is a copy, so that the backup stays as it
// is, to the last byte.
class Scratch {
 public:
  Scratch() : path_((fs::temp_directory_path() / "whit-restore-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) {
      throw Failure("cannot make a folder in " + fs::temp_directory_path().string(),
                    "TMPDIR=FOLDER with room for the register");
    }
  }
  ~Scratch() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void copy_all(const std::string& backup, const std::string& to, const BackupRecord& record) {
  make_folder(to + "/keys");
  for (const BackupFile& file : record.files) {
    const BackupFile copy = copy_file(backup + "/" + file.name, to + "/" + file.name, file.name);
    if (copy.size == file.size && copy.hash == file.hash) continue;
    throw Failure(printable(backup + "/" + file.name) + ": damaged, its SHA-256 is another",
                  "take another backup");
  }
}

void check_register(const Folder& copy, IssuerService& service, const BackupRecord& record) {
  const auto sound = is_sound(copy.register_file());
  if (!sound || !*sound) throw Failure("register.db: SQLite finds it damaged");
  StaffOffice office(service);
  const auto broken = office.check_journal();
  const auto head = office.journal_head();
  if (!broken || !head) throw Failure("register.db: the journal can't be read");
  if (*broken != 0) throw Failure("the journal is broken at line " + std::to_string(*broken));
  // The copy may hold lines that were written after its record was begun, never fewer.
  if (head->seq < record.journal) {
    throw Failure("the journal ends at line " + with_commas(head->seq) + ", not at " +
                  with_commas(record.journal));
  }
}

// open_copy is the service over a copied folder, with its catalogue.
std::unique_ptr<IssuerService> open_copy(const Folder& copy, const Vault& vault, Rng& rng) {
  return open_service(copy, register_issuing(copy), vault.get(kRegisterKey), rng);
}

void check_keys(const Vault& vault, const BackupRecord& record) {
  for (const BackupFile& file : record.files) {
    const fs::path path(file.name);
    if (path.parent_path() == "keys" && path.extension() == ".box") {
      (void)vault.get(path.stem().string());
    }
  }
}

// tell_lost says what was done since, as far as the folder that is still there knows.
void tell_lost(const Common& common, const BackupRecord& record, Rng& rng) {
  const Folder live(common.dir);
  if (!live.is_made() || !exists(live.register_file())) {
    print("there is no register in " + printable(common.dir) + " to compare it with");
    return;
  }
  const auto service = open_service(live, SecretBuffer(32), rng);
  const auto figures = service->figures();
  if (!figures) return;
  const auto newest = live.certificate() ? published(live) : std::nullopt;
  const std::uint64_t since = figures->logged > record.leaves ? figures->logged - record.leaves : 0;
  print("since then: " + with_commas(since) + " tokens signed" +
        (newest ? ", bundle v" + std::to_string(newest->bundle.head().version) + " after v" +
                      std::to_string(record.version)
                : ""));
}

// forget_stock destroys blind keys that no list here names: one from after the backup may.
void forget_stock(const Folder& folder, const Vault& vault) {
  for (const std::string& name : blind_stock(read_key_list(folder).list, folder.path())) {
    vault.destroy(name);
  }
}

void tell_meaning() {
  print("putting it back means:");
  print("  every wallet goes on by itself at its next sync; tokens signed since then stay good");
  print("  blind tokens are signed again from the next key on; none for a day whose key is gone");
  print("  letters that nobody has used are void: invite these people anew");
  print("  facts, ends and staff accounts changed since then have to be entered again");
}

}  // namespace

Exit restore(const Common& common, const RestoreOptions& options, Rng& rng) {
  const std::string from = backup_at(options.folder);
  const BackupRecord record = read_record(from);
  const UnixTime now = now_of(common);
  const SecretBuffer passphrase = read_vault_passphrase(common);
  const Scratch scratch;
  const Folder copy(scratch.path());
  copy_all(from, copy.path(), record);
  const Vault vault = Vault::open(copy.path(), passphrase);
  check_keys(vault, record);
  const auto service = open_copy(copy, vault, rng);
  check_register(copy, *service, record);
  print("backup whole: " + printable(from) + ", " + record.iss + ", made " +
        format_time(record.made) +
        (now > record.made ? ", " + format_duration(now - record.made) + " ago" : ""));
  if (options.to.empty()) {
    tell_lost(common, record, rng);
    tell_log(copy, vault, *service);
    tell_meaning();
    return Exit::yes;
  }
  put_back(from, record, options, passphrase, now, rng);
  return Exit::yes;
}

void put_back(const std::string& from, const BackupRecord& record, const RestoreOptions& options,
              const SecretBuffer& passphrase, UnixTime now, Rng& rng) {
  std::error_code error;
  if (exists(options.to) && !fs::is_empty(options.to, error)) {
    throw Failure(printable(options.to) + " is not empty; nothing was changed",
                  "move it away, or give another folder");
  }
  // Whoever finds this folder before it is ready finds no issuer in it: that file comes last.
  const std::string draft = options.to + ".restoring";
  if (exists(draft)) throw Failure(printable(draft) + " is there already", "remove it: " + draft);
  copy_all(from, draft, record);
  const Folder folder(draft);
  const Vault vault = Vault::open(draft, passphrase);
  if (!options.bundle.empty()) take_bundle(folder, options.bundle);
  const auto service = open_copy(folder, vault, rng);
  forget_stock(folder, vault);
  // No list from here on can know what one that was published since says of these days.
  const Status done = service->restored(operator_actor(), published_segments(folder), now,
                                        last_blind(now + kBundleLife));
  if (!done) throw Failure("cannot put it back: " + std::string(sentence(done.error().code)));
  keep_bundle(folder, *service);
  if (exists(options.to)) fs::remove(options.to, error);
  fs::rename(draft, options.to, error);
  if (error) throw Failure("cannot rename " + printable(draft) + ": " + error.message());
  print("put back into " + printable(options.to));
  print("next: whit-issuer publish --dir " + printable(options.to) + "; if witnesses have seen " +
        "more, whit-issuer log next");
  if (options.bundle.empty()) {
    print("careful: checkers that have a newer bundle than v" + std::to_string(record.version) +
          " refuse what is published now; restore with --bundle and the newest one");
  }
}

}  // namespace whit::cli
