// SPDX-License-Identifier: Apache-2.0
// A disk that takes no more, played by a limit on the size of files.
#include <signal.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "store/log_house.h"

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

TEST_CASE("an epoch that finds no room stays begun, and goes on with room, byte for byte",
          "[log]") {
  constexpr std::size_t kTokens = 150000;
  LogHouse house, roomy;
  for (LogHouse* one : {&house, &roomy}) {
    one->close(control_of(kToday));
    one->write(tokens_from(0, kTokens));
  }
  roomy.close(order_of(kToday));
  house.again();  // its write-ahead log is empty now
  const std::string before = house.sign();
  for (const rlim_t room : {rlim_t{100000}, rlim_t{12000000}}) {  // for no part, and for one
    const FileLimit limit(room);
    const bool begun = house.state().closing;
    const Status done = begun ? house.log().finish() : house.log().close(order_of(kToday));
    CHECK(code_of(done) == Errc::storage_failed);
    CHECK(house.state().size == 256);
    CHECK(house.state().waiting == kTokens);
    CHECK_FALSE(house.office().service().failed());
  }
  CHECK(house.state().closing);
  CHECK(*house.log().checkpoint(256) == before);
  REQUIRE(house.log().finish().ok());
  CHECK(house.state().root == roomy.state().root);
  CHECK(house.check().tokens_in(1, order_of(kToday).pad_key).size() == kTokens);
}
