// SPDX-License-Identifier: Apache-2.0
// What is laid out for web servers, records of backups, and keys whose secret is gone.
#include "cli/issuer/site.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <utime.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/issuer/backup.h"
#include "cli/issuer/token_keys.h"
#include "crypto/hash.h"
#include "crypto/rng.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

constexpr UnixTime kNow = UnixTime{20779} * 86400 + 43200;

class Scratch {
 public:
  Scratch() : path_((fs::temp_directory_path() / "whit-site-XXXXXX").string()) {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  ~Scratch() { fs::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

Head head_of(std::uint8_t horizon) {
  Head out;
  out.issued = kNow;
  CatalogueFact fact;
  fact.horizon = horizon;
  out.catalogue.push_back(fact);
  return out;
}

void set_time(const std::string& path, UnixTime time) {
  const utimbuf times{static_cast<time_t>(time), static_cast<time_t>(time)};
  REQUIRE(::utime(path.c_str(), &times) == 0);
}

TEST_CASE("a segment is written once, and goes long after no head names it", "[site]") {
  const Scratch scratch;
  const std::string listed(64, 'a'), fresh(64, 'b'), over(64, 'c'), stranger = "README";
  Published published;
  published.whole = "whole";
  published.head = "head";
  published.trust = "trust";
  published.segments = {{listed, "listed"}};
  const std::string folder = scratch / "v1/bundle/segment/";
  start_crypto();
  SeededRng rng(1);
  REQUIRE(IssuerService::create(scratch / "register.db", "dlo").ok());
  Issuing issuing;
  issuing.iss = "dlo";
  const auto service = IssuerService::open(scratch / "register.db", issuing, SecretBuffer(32), rng);
  REQUIRE(service.ok());
  LogStore log(**service);  // empty, so that it has no files
  write_site(scratch / "", published, head_of(14), log);
  set_time(folder + listed, kNow - 100 * kSecondsPerDay);
  for (const std::string& name : {fresh, over, stranger}) {
    write_file_atomic(folder + name, as_bytes("old"));
    set_time(folder + name, kNow - (14 + 2 + 28) * kSecondsPerDay - (name == fresh ? 0 : 1));
  }
  write_site(scratch / "", published, head_of(14), log);
  CHECK(exists(folder + listed));
  CHECK(exists(folder + fresh));
  CHECK_FALSE(exists(folder + over));
  CHECK(exists(folder + stranger));
  struct stat about {};
  REQUIRE(::stat((folder + listed).c_str(), &about) == 0);
  CHECK(static_cast<UnixTime>(about.st_mtim.tv_sec) == kNow - 100 * kSecondsPerDay);
  const auto head = read_file(scratch / "v1/bundle/head");
  CHECK(as_text(head) == "head");
  const auto trust = read_file(scratch / "v1/trust");
  CHECK(as_text(trust) == "trust");
}

TEST_CASE("a backup's record comes back as it was, and never leads out of its folder", "[backup]") {
  const Scratch scratch;
  BackupRecord record;
  record.iss = "dlo";
  record.made = kNow;
  record.files.push_back({"keys/a.box", 7, sha256(as_bytes("a"))});
  write_record(scratch / ".", record);
  const BackupRecord again = read_record(scratch / ".");
  CHECK(again.made == kNow);
  REQUIRE(again.files.size() == 1);
  CHECK(again.files[0].hash == record.files[0].hash);
  for (const char* name : {"../register.db", "/etc/passwd", "keys/../../x", "a/b/c", ""}) {
    INFO(name);
    record.files[0].name = name;
    remove_file(scratch / "backup.json");
    write_record(scratch / ".", record);
    CHECK_THROWS_AS(read_record(scratch / "."), Failure);
  }
}

TEST_CASE("of keys whose secret is gone only those go that can't have signed", "[keys]") {
  start_crypto();
  const Scratch scratch;
  const Day today = day_of(kNow);
  SeededRng rng(3);
  KeyList list;
  for (const Day first : {today - 3, today + 14, today + 15}) {
    const SigningKey key = SigningKey::generate(rng);
    list.tokens.push_back(
        {Kind::revocable, {65001}, first, first + 6, key.public_key(), KeyState::live});
  }
  const auto catalogue = head_of(14).catalogue;
  CHECK(lost_keys(list, today, scratch / "") == 3);
  CHECK(drop_lost_keys(list, catalogue, today, scratch / "") == Change::some);
  REQUIRE(list.tokens.size() == 2);
  CHECK(list.tokens.back().first == today + 14);
  CHECK(list.tokens.back().state == KeyState::live);
  CHECK(drop_lost_keys(list, catalogue, today, scratch / "") == Change::none);
}

}  // namespace
}  // namespace whit::cli
