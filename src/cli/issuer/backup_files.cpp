// SPDX-License-Identifier: Apache-2.0
// The files of a backup, and its record.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/backup.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kRecord = "/backup.json";

[[noreturn]] void cannot(const std::string& what, const std::string& path) {
  const char* why = errno == ENOSPC || errno == EDQUOT ? "no space left" : "the system refused";
  throw Failure("cannot " + what + " " + printable(path) + ": " + why);
}

void write_all(int file, Bytes bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0) cannot("write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
}

// Mapped is a file of any size as bytes.
class Mapped {
 public:
  explicit Mapped(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about {};
    if (file.get() < 0 || ::fstat(file.get(), &about) != 0) cannot("read", path);
    size_ = static_cast<std::size_t>(about.st_size);
    if (size_ == 0) return;
    at_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (at_ == MAP_FAILED) cannot("read", path);
  }
  ~Mapped() {
    if (size_ != 0) ::munmap(at_, size_);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;

  Bytes bytes() const { return {static_cast<const std::uint8_t*>(at_), size_}; }

 private:
  void* at_ = nullptr;
  std::size_t size_ = 0;
};

Hash hash_of(const Json& json) {
  const auto bytes = hex::decode(json.get<std::string>());
  if (!bytes || bytes->size() != Hash::kSize) throw Failure("a hash of another length");
  return Hash::from(*bytes);
}

// is_name keeps a record from leading out of the folder.
bool is_name(const std::string& name) {
  const fs::path path(name);
  return !name.empty() && path.is_relative() && name.find("..") == std::string::npos &&
         std::distance(path.begin(), path.end()) <= 2;
}

BackupRecord record_of(const Json& json) {
  BackupRecord out;
  out.iss = json.at("iss").get<std::string>();
  out.made = json.at("made").get<UnixTime>();
  out.leaves = json.at("leaves").get<std::uint64_t>();
  out.version = json.at("version").get<std::uint64_t>();
  out.journal = json.at("journal").get<std::uint64_t>();
  out.journal_hash = hash_of(json.at("journal_hash"));
  for (const Json& file : json.at("files")) {
    BackupFile next{file.at("name").get<std::string>(), file.at("size").get<std::uint64_t>(),
                    hash_of(file.at("sha256"))};
    if (!is_name(next.name)) throw Failure("a file outside of the backup");
    out.files.push_back(std::move(next));
  }
  return out;
}

}  // namespace

BackupFile copy_file(const std::string& from, const std::string& to, std::string name) {
  const Mapped file(from);
  const Bytes bytes = file.bytes();
  if (!to.empty()) {
    Descriptor out(::open(to.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
    if (out.get() < 0) cannot("write", to);
    write_all(out.get(), bytes, to);
    if (::fsync(out.get()) != 0 || !out.close()) cannot("write", to);
  }
  return {std::move(name), bytes.size(), sha256(bytes)};
}

std::string backup_at(const std::string& folder) {
  if (exists(folder + kRecord)) return folder;
  std::string newest;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name > newest && exists(entry.path().string() + kRecord)) newest = name;
  }
  if (newest.empty()) throw Failure(printable(folder) + ": there is no backup here");
  return folder + "/" + newest;
}

BackupRecord read_record(const std::string& backup) {
  const std::string path = backup + kRecord;
  try {
    const auto bytes = read_file(path, kMegabyte);
    return record_of(Json::parse(bytes.begin(), bytes.end()));
  } catch (const Json::exception&) {
    throw Failure(printable(path) + ": damaged");
  }
}

void write_record(const std::string& backup, const BackupRecord& record) {
  Json files = Json::array();
  for (const BackupFile& file : record.files) {
    files.push_back(
        {{"name", file.name}, {"size", file.size}, {"sha256", hex::encode(file.hash.view())}});
  }
  const Json out = {{"iss", record.iss},
                    {"made", record.made},
                    {"leaves", record.leaves},
                    {"version", record.version},
                    {"journal", record.journal},
                    {"journal_hash", hex::encode(record.journal_hash.view())},
                    {"files", files}};
  write_file_atomic(backup + kRecord, as_bytes(out.dump(1) + "\n"), Access::owner, Replace::refuse);
}

}  // namespace whit::cli
