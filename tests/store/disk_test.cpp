// SPDX-License-Identifier: Apache-2.0
// A disk that takes no more, played by a limit on the size of files.
#include <signal.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

// FileLimit makes writes behind `bytes` fail, for as long as it lives.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit now{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &now) == 0);
  }
  FileLimit(const FileLimit&) = delete;
  ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("on a full disk nothing is answered, nothing is lost, and it goes on with room") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  std::vector<ByteVector> bodies;
  for (Day day = 1; day <= 12; ++day)
    bodies.push_back(wallet.ask({kPermit, kTax}, {kToday + day}, 2));
  std::size_t done = 0;
  {
    const FileLimit limit(std::filesystem::file_size(office.path() + "-wal") + 60000);
    while (done < bodies.size()) {
      const auto answer = office.service().collect(bodies[done], kNoon);
      if (!answer.ok()) {
        CHECK(answer.error().code == Errc::storage_failed);
        break;
      }
      ++done;
    }
    REQUIRE(done < bodies.size());
    CHECK(code_of(office.service().collect(bodies[done], kNoon)) == Errc::storage_failed);
  }
  CHECK_FALSE(office.service().failed());
  CHECK(office.service().figures()->leaves == done * 4);
  for (; done < bodies.size(); ++done) {
    REQUIRE(office.service().collect(bodies[done], kNoon).ok());
  }
  CHECK(office.service().figures()->leaves == 48);
  office.close();
  office.open();
  CHECK(office.service().figures()->leaves == 48);
}
