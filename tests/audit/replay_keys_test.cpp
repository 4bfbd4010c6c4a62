// SPDX-License-Identifier: Apache-2.0
// Keys: what the replay says of key lists and of who signed what.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/path.h"
#include "support/small_log.h"
#include "support/world.h"

namespace whit::audit {
namespace {

using test::SmallLog;
using Names = std::vector<std::string>;
constexpr Day kFirst = SmallLog::kFirst;

SmallLog started(int days = 2) {
  SmallLog out;
  out.start();
  for (int i = 0; i < days; ++i) out.day(20);
  return out;
}

// found_with is what is found when `entries` are signed on the third day.
Names found_with(const std::function<std::vector<EntryBytes>(SmallLog&)>& entries) {
  SmallLog log = started();
  log.close(log.today(), entries(log));
  return log.found();
}

// found_list is what is found when a control epoch commits to a list that `change` made.
Names found_list(const std::function<void(KeyList&)>& change) {
  SmallLog log = started();
  KeyList list = log.list();
  change(list);
  log.use_list(list);
  log.close(log.today(), {});
  return log.found();
}

KeyId other_kid() { return key_id(test::seeded_key("other").public_key()); }

TokenKey other_key(Day first, Day last) {
  return {Kind::revocable, {SmallLog::kPermit}, first, last, test::seeded_key("other").public_key(),
          KeyState::live};
}

TEST_CASE("keys sign what they are for, on their days", "[audit]") {
  const Day today = kFirst + 2;
  CHECK(found_with([&](SmallLog& log) { return log.tokens(9, today + 14); }) == Names{});
  CHECK(found_with([&](SmallLog& log) {
          return log.tokens(9, today + 3, EntryKind::revocable, SmallLog::kPermit, other_kid());
        }) == Names{"unknown-key"});
  CHECK(found_with([&](SmallLog& log) {
          return log.tokens(9, today + 3, EntryKind::revocable, 65003, log.kid());
        }) == Names{"wrong-key-kind"});
  CHECK(found_with([&](SmallLog& log) {
          return log.tokens(9, today + 3, EntryKind::paper, SmallLog::kPermit, log.kid());
        }) == Names{"wrong-key-kind"});
  CHECK(found_with([&](SmallLog& log) {
          return log.tokens(9, today + 2, EntryKind::blind, SmallLog::kPermit, log.kid());
        }) == Names{"unknown-key"});
  CHECK(found_with([&](SmallLog& log) { return log.tokens(9, today + 15); }) ==
        Names{"expired-entry"});
  CHECK(found_with([&](SmallLog& log) { return log.tokens(9, today - 1); }) ==
        Names{"expired-entry"});
  CHECK(found_with([&](SmallLog& log) { return log.tokens(9, kFirst - 1); }) ==
        Names{"key-out-of-days", "expired-entry"});
}

TEST_CASE("a key signs only behind the header that committed to it", "[audit]") {
  SmallLog log = started();
  KeyList list = log.list();
  list.tokens[0].last = list.tokens[1].last = kFirst + 200;
  list.tokens.push_back(other_key(kFirst + 201, kFirst + 300));
  log.use_list(list);
  log.close(log.today(),
            log.tokens(5, log.today() + 3, EntryKind::revocable, SmallLog::kPermit, other_kid()));
  CHECK(log.found() == Names{"late-key"});

  SmallLog early = started();
  early.close(early.today(), early.tokens(5, early.today() + 3, EntryKind::revocable,
                                          SmallLog::kPermit, other_kid()));
  list = early.list();
  list.tokens.push_back(other_key(kFirst + 201, kFirst + 300));
  early.use_list(list);
  early.close(early.today() + 1, {});
  CHECK(early.found() == Names{"unknown-key", "late-key"});
}

TEST_CASE("a key that was withdrawn at noon has signed in the morning, and not tomorrow",
          "[audit]") {
  SmallLog log = started();
  KeyList list = log.list();
  list.tokens[0].state = KeyState::withdrawn;
  log.use_list(list);
  log.close(log.today(), {});
  log.close(log.today(), log.tokens(5, log.today() + 3));
  CHECK(log.found() == Names{});
  log.close(log.today() + 1, log.tokens(5, log.today() + 3));
  CHECK(log.found() == Names{"withdrawn-key"});
}

TEST_CASE("a key never changes, and stays withdrawn", "[audit]") {
  CHECK(found_list([](KeyList& list) { list.tokens[0].last += 1; }) == Names{"changed-key"});
  CHECK(found_list([](KeyList& list) { list.tokens[0].facts.pop_back(); }) == Names{"changed-key"});
  CHECK(found_list([](KeyList& list) { list.tokens[1].kind = Kind::revocable; }) ==
        Names{"second-live-key", "changed-key"});
  CHECK(found_list([](KeyList& list) { list.tokens[0].state = KeyState::withdrawn; }) == Names{});
  SmallLog log = started();
  KeyList list = log.list();
  list.tokens[0].state = KeyState::withdrawn;
  log.use_list(list);
  log.close(log.today(), {});
  list = log.list();
  list.tokens[0].state = KeyState::live;
  log.use_list(list);
  log.close(log.today(), {});
  CHECK(log.found() == Names{"revived-key"});
}

TEST_CASE("one live key for each kind, fact and day", "[audit]") {
  CHECK(found_list([](KeyList& list) {
          list.tokens.push_back(other_key(kFirst + 200, kFirst + 210));
        }) == Names{"second-live-key"});
  CHECK(found_list([](KeyList& list) {
          list.tokens.push_back(other_key(kFirst + 201, kFirst + 210));
        }) == Names{});
  // Dropped without being withdrawn, and another one in its place: a person can be marked so.
  CHECK(found_list([](KeyList& list) { list.tokens[0] = other_key(kFirst, kFirst + 200); }) ==
        Names{"second-live-key"});
  CHECK(found_list([](KeyList& list) {
          list.tokens[0].state = KeyState::withdrawn;
          list.tokens.push_back(other_key(kFirst, kFirst + 200));
        }) == Names{});
}

TEST_CASE("a key list's sequence grows", "[audit]") {
  CHECK(found_list([](KeyList& list) {
          list.sequence -= 1;
          list.tokens.push_back(other_key(kFirst + 201, kFirst + 210));
        }) == Names{"old-key-list"});
  CHECK(found_list([](KeyList& list) { list.sequence += 7; }) == Names{});
}

TEST_CASE("a key list that isn't there, or isn't one", "[audit]") {
  SmallLog log = started(1);
  const std::string path =
      object_path(kKeyListFolder, parse_epoch_header(log.epochs[0].header)->key_list);
  const ByteVector good = log.files.at(path);
  log.files.erase(path);
  CHECK(log.found() == Names{"missing-key-list"});  // and nothing is said of keys it may have
  log.files[path] = good;
  log.files[path].back() ^= 1;
  CHECK(log.found() == Names{"bad-key-list"});
  SmallLog foreign;
  KeyList list = foreign.list();
  list.iss = "other";
  foreign.use_list(list);
  foreign.close(kFirst, {});
  CHECK(foreign.found() == Names{"bad-key-list"});
}

TEST_CASE("a pad key that explains nothing, or doesn't come", "[audit]") {
  for (const int fraud : {0, 1, 2, 3}) {
    SmallLog log;
    log.start();
    log.day(20);
    for (Day day = log.today(); day < kFirst + 60; ++day) log.close(day, {});
    log.draft = [&](EpochDraft& d) {
      REQUIRE(d.pad_keys.size() == 1);
      if (fraud == 1) d.pad_keys[0].second.bytes[5] ^= 1;
      if (fraud == 2) d.pad_keys.clear();
      if (fraud == 3) d.pad_keys.push_back({0, d.pad_keys[0].second});
    };
    log.close(kFirst + 60, {});
    const Names wanted[] = {{}, {"bad-pad-key"}, {"late-pad-key"}, {"bad-pad-key"}};
    CHECK(log.found() == wanted[fraud]);
  }
}

}  // namespace
}  // namespace whit::audit
