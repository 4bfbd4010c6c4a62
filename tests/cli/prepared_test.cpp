// SPDX-License-Identifier: Apache-2.0
// The image beside an installed bundle: kept where it can be, and never in anybody's way.
#include "cli/verify/prepared.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/verify/data.h"
#include "status/chain.h"
#include "support/world.h"
#include "trust/handle_tables.h"
#include "verify/withdrawal.h"

namespace whit::cli {
namespace {

using test::kPermit;
using test::World;

World world_with(const Seed& seed) {
  test::Options options;
  options.withdrawals = {{Kind::revocable, World::kToday, kPermit, {seed}}};
  return World(options);
}

std::string new_folder() {
  char name[] = "/tmp/whit-prepared-XXXXXX";
  return mkdtemp(name);
}

struct Folder {
  explicit Folder(const World& world) : now(world.now) {
    write_file_atomic(trust, encode(world.trust()));
    write_file_atomic(bundle, world.bundle_file());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  const std::string path = new_folder();
  const UnixTime now;
  const std::string trust = path + "/dlo.whit-trust", bundle = path + "/dlo.whit-bundle",
                    image = path + "/dlo.whit-prepared";
};

ino_t inode_of(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 ? info.st_ino : 0;
}

const HandleTable* table_after_a_check(const Data& data) {
  const CatalogueFact& fact = *data.bundle->find_fact(kPermit);
  const Day day = World::kToday + 1;
  const Handle handle = HandleKey(ratchet(Seed{{1}})).handle(0);
  CHECK(is_withdrawn(*data.bundle, Kind::revocable, fact, day, handle));
  return data.bundle->tables()->find({Kind::revocable, kPermit, day});
}

TEST_CASE("an image is kept beside a bundle and used from there", "[cli][prepared]") {
  const World world = world_with(Seed{{1}});
  const Folder folder(world);
  keep_prepared(folder.image, world.bundle(), folder.now);
  DataCache cache, other;
  const Data& with = cache.open(folder.trust, folder.bundle, folder.image);
  CHECK(with.image != nullptr);
  CHECK(table_after_a_check(with)->seeds == nullptr);
  // Who hands over a bundle isn't asked what it withdraws.
  const Data& without = other.open(folder.trust, folder.bundle);
  CHECK(without.image == nullptr);
  CHECK(table_after_a_check(without)->seeds != nullptr);
}

TEST_CASE("an image that fits stays, another bundle's goes", "[cli][prepared]") {
  const World world = world_with(Seed{{1}}), next = world_with(Seed{{2}});
  const Folder folder(world);
  keep_prepared(folder.image, world.bundle(), folder.now);
  const ino_t first = inode_of(folder.image);
  REQUIRE(first != 0);
  keep_prepared(folder.image, world.bundle(), folder.now);
  CHECK(inode_of(folder.image) == first);
  keep_prepared(folder.image, next.bundle(), folder.now);
  Bundle bundle = *Bundle::open(next.bundle_file(), next.trust());
  CHECK(use_prepared(bundle, folder.image) != nullptr);
  keep_prepared(folder.image, World().bundle(), folder.now);  // withdraws nothing
  CHECK_FALSE(exists(folder.image));
}

TEST_CASE("what is no image is left alone", "[cli][prepared]") {
  const World world = world_with(Seed{{1}});
  const Folder folder(world);
  Bundle bundle = *Bundle::open(world.bundle_file(), world.trust());
  CHECK(use_prepared(bundle, folder.image) == nullptr);
  CHECK(use_prepared(bundle, folder.path) == nullptr);
  CHECK(use_prepared(bundle, folder.bundle) == nullptr);
  CHECK(use_prepared(bundle, "/dev/zero") == nullptr);
  REQUIRE(mkfifo(folder.image.c_str(), 0600) == 0);
  CHECK(use_prepared(bundle, folder.image) == nullptr);
}

// Writes of more than `bytes` to one file fail while this lives.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

TEST_CASE("where an image can't be written there is none, and no failure", "[cli][prepared]") {
  const World world = world_with(Seed{{1}}), next = world_with(Seed{{2}});
  const Folder folder(world);
  keep_prepared(folder.path + "/missing/dlo.whit-prepared", world.bundle(), folder.now);
  keep_prepared(folder.image, world.bundle(), folder.now);
  {
    const FullDisk full(100);
    keep_prepared(folder.image, next.bundle(), folder.now);
  }
  CHECK_FALSE(exists(folder.image));
  std::size_t left = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path)) {
    ++left;
  }
  CHECK(left == 2);  // trust and bundle, and nothing half written
}

}  // namespace
}  // namespace whit::cli
