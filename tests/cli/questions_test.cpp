// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/questions.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/common/message.h"

using namespace whit;
using namespace whit::cli;

namespace {

struct Folder {
  Folder() {
    char name[] = "/tmp/whit-cli-test-XXXXXX";
    path = mkdtemp(name);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

Question question_asked(UnixTime asked) {
  Question out;
  out.nonce.bytes[0] = 7;
  out.iss = "dlo";
  out.preset = "hire";
  out.name = "Gate 7";
  out.asked = asked;
  out.until = asked + 3600;
  return out;
}

constexpr UnixTime kAsked = 1802414460;

}  // namespace

TEST_CASE("a question is remembered whole", "[cli][ask]") {
  const Folder folder;
  const Questions store(folder.path + "/questions");
  Question question = question_asked(kAsked);
  question.boot = "this start";
  question.boot_seconds = 99;
  CHECK_FALSE(store.find(question.nonce).has_value());
  store.add(question);
  const auto found = store.find(question.nonce);
  REQUIRE(found.has_value());
  CHECK(found->iss == "dlo");
  CHECK(found->preset == "hire");
  CHECK(found->name == "Gate 7");
  CHECK(found->asked == kAsked);
  CHECK(found->until == kAsked + 3600);
  CHECK(found->boot == "this start");
  CHECK(found->boot_seconds == 99);
  CHECK_FALSE(found->answer.has_value());
  CHECK_FALSE(store.find(Nonce{}).has_value());
}

TEST_CASE("a question takes one answer, and the same bytes again within 15 s", "[cli][ask]") {
  const Folder folder;
  const Questions store(folder.path);
  const Question asked = question_asked(kAsked);
  const Bytes first = as_bytes("first"), second = as_bytes("second");
  store.add(asked);
  CHECK(Questions::takes(asked, first, kAsked));
  store.mark_answered(asked, first, kAsked + 5);
  const Question answered = *store.find(asked.nonce);
  CHECK(Questions::takes(answered, first, kAsked + 20));
  CHECK_FALSE(Questions::takes(answered, first, kAsked + 21));
  CHECK_FALSE(Questions::takes(answered, first, kAsked + 4));
  CHECK_FALSE(Questions::takes(answered, second, kAsked + 6));
  store.mark_answered(answered, second, kAsked + 6);
  CHECK(Questions::takes(*store.find(asked.nonce), first, kAsked + 6));
}

TEST_CASE("elapsed goes by the machine's own timer while it has run on", "[cli][ask]") {
  Question question = question_asked(kAsked);
  CHECK(elapsed(question, given_timer(kAsked + 7)) == 7);
  CHECK(elapsed(question, given_timer(kAsked - 1)) > 1000000000);
  question.boot = "start 1";
  question.boot_seconds = 1000;
  CHECK(elapsed(question, {kAsked - 500, "start 1", 1007}) == 8);
  CHECK(elapsed(question, {kAsked + 60, "start 2", 3}) == 60);
}

TEST_CASE("a question that nothing can answer any more is dropped", "[cli][ask]") {
  const Folder folder;
  const Questions store(folder.path);
  const Question asked = question_asked(kAsked);
  store.add(asked);
  store.drop_old(kAsked + 7 * kSecondsPerDay);
  CHECK(store.find(asked.nonce).has_value());
  store.drop_old(kAsked + 9 * kSecondsPerDay);
  CHECK_FALSE(store.find(asked.nonce).has_value());
}

TEST_CASE("a damaged question is said, not guessed", "[cli][ask]") {
  const Folder folder;
  const Questions store(folder.path);
  const Question asked = question_asked(kAsked);
  store.add(asked);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path)) {
    write_file_atomic(entry.path().string(), as_bytes("?"));
  }
  CHECK_THROWS_AS(store.find(asked.nonce), Failure);
}
