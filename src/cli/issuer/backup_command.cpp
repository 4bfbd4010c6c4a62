// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "cli/common/clock.h"
#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/issuer/backup.h"
#include "cli/issuer/publish.h"
#include "store/staff.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLast = "last-backup";
constexpr const char* kPublic[] = {"issuer.json",       "certificate",    "certificate.before",
                                   "retired-keys.json", "catalogue.json", "catalogue-shown",
                                   "key-list",          "whit-bundle",    "hsm.json"};

// name_of is "20270212T140000Z": names sort as their times do.
std::string name_of(UnixTime time) {
  std::string out;
  for (const char c : format_rfc3339(time)) {
    if (c != '-' && c != ':') out += c;
  }
  return out;
}

// Draft is the backup until all of it is on the disk; else it is removed.
class Draft {
 public:
  explicit Draft(std::string path) : path_(std::move(path)) {
    make_folder(path_);
    make_folder(path_ + "/keys");
  }
  ~Draft() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  const std::string& path() const { return path_; }
  void become(const std::string& path, const std::string& folder) {
    sync(path_ + "/keys");
    sync(path_);
    if (::rename(path_.c_str(), path.c_str()) != 0) {
      throw Failure(errno == EEXIST || errno == ENOTEMPTY
                        ? printable(path) + " is there already; nothing was changed"
                        : "cannot write " + printable(path));
    }
    path_.clear();
    sync(folder);
  }

 private:
  static void sync(const std::string& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
      throw Failure("cannot sync " + printable(path));
    }
  }
  std::string path_;
};

// copy_register comes first and without the folder's lock: it may take minutes, and the service
// goes on meanwhile.
void copy_register(IssuerService& service, const std::string& draft, BackupRecord& record) {
  StaffOffice office(service);
  const auto head = office.journal_head();
  const auto figures = service.figures();
  const std::string path = draft + "/register.db";
  const Status copied = head && figures ? service.copy_to(path) : Status(Errc::storage_failed);
  if (!copied)
    throw Failure("the register can't be copied: " + std::string(sentence(copied.error().code)));
  record.journal = head->seq;
  record.journal_hash = head->hash;
  record.leaves = figures->logged;
  record.files.push_back(copy_file(path, "", "register.db"));
}

void copy_rest(const Folder& folder, const std::string& draft, BackupRecord& record) {
  const FolderLock lock(folder.path());
  const auto take = [&](const std::string& name) {
    record.files.push_back(copy_file(folder.file(name), draft + "/" + name, name));
  };
  take("vault.key");
  for (const auto& entry : fs::directory_iterator(folder.file("keys"))) {
    take("keys/" + entry.path().filename().string());
  }
  for (const char* name : kPublic) {
    if (exists(folder.file(name))) take(name);
  }
  const auto newest = folder.certificate() ? published(folder) : std::nullopt;
  if (newest) record.version = newest->bundle.head().version;
}

}  // namespace

Exit backup(const Common& common, const BackupOptions& options, Rng& rng) {
  const Folder folder(common.dir);
  BackupRecord record;
  record.iss = folder.name().iss;
  record.made = now_of(common);
  const auto service = open_service(folder, SecretBuffer(32), rng);
  make_folder(options.folder);
  const std::string name = name_of(record.made), path = options.folder + "/" + name;
  if (exists(path)) throw Failure(printable(path) + " is there already; nothing was changed");
  Draft draft(options.folder + "/." + name + "." + std::to_string(::getpid()));
  copy_register(*service, draft.path(), record);
  copy_rest(folder, draft.path(), record);
  write_record(draft.path(), record);
  draft.become(path, options.folder);
  const std::string time = std::to_string(record.made) + "\n";
  write_file_atomic(folder.file(kLast), as_bytes(time));
  std::uint64_t size = 0;
  for (const BackupFile& file : record.files) size += file.size;
  print(path + ": " + std::to_string(record.files.size()) + " files, " + with_commas(size) +
        " bytes, " + with_commas(record.leaves) + " tokens signed by then");
  if (const std::size_t away = hsm_keys(folder.path()).size(); away != 0) {
    print("not in it: " + with_commas(away) + (away == 1 ? " key" : " keys") +
          " in the HSM; back up the HSM itself, as its maker says");
  }
  return Exit::yes;
}

UnixTime last_backup(const Folder& folder) {
  const std::string path = folder.file(kLast);
  if (!exists(path)) return 0;
  const ByteVector bytes = read_file(path, kMegabyte);
  std::string text(as_text(bytes));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return parse_time(text).value_or(0);
}

}  // namespace whit::cli
