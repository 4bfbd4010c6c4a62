// SPDX-License-Identifier: Apache-2.0
#include "audit/witness.h"

#include <catch2/catch.hpp>

#include "log/merkle.h"
#include "log/seeded.h"
#include "log/text.h"

namespace whit::audit {
namespace {

using test::seeded;

constexpr UnixTime kNow = 1800000000;
const std::string kOrigin = "log.example/1";

Hash leaf(std::uint64_t n) { return sha256(as_bytes("leaf " + std::to_string(n))); }

Hash root_of(std::uint64_t size) {
  CompactTree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(leaf(i));
  return tree.root();
}

// subtree is a full subtree's root, from its leaves.
Hash subtree(const Node& node) {
  CompactTree tree;
  const std::uint64_t first = node.index << node.level;
  for (std::uint64_t i = 0; i < std::uint64_t{1} << node.level; ++i) tree.append(leaf(first + i));
  return tree.root();
}

std::vector<Hash> proof_between(std::uint64_t from, std::uint64_t to) {
  const auto plan = plan_consistency(from, to);
  REQUIRE(plan.ok());
  std::vector<Hash> hashes;
  for (const Node& node : plan->nodes) hashes.push_back(subtree(node));
  return assemble(*plan, hashes);
}

// House is one log, one witness, and what the witness keeps.
struct House {
  SigningKey log_key = seeded("log"), other_key = seeded("other"), own_key = seeded("witness");
  NoteSigner log = *make_note_signer(kOrigin, NoteKeyType::ed25519, log_key);
  NoteSigner other = *make_note_signer(kOrigin, NoteKeyType::ed25519, other_key);
  NoteSigner own = *make_note_signer("w.example", NoteKeyType::cosignature, own_key);
  WitnessedLog kept{kOrigin, {log.key}, 0, empty_root(), ""};

  std::string note(const std::string& text) const {
    return format(Note{text, {*sign_note(text, log)}});
  }
  std::string text(std::uint64_t size) const {
    return format(Checkpoint{kOrigin, size, root_of(size), {}});
  }
  AddCheckpoint step(std::uint64_t from, std::uint64_t to) const {
    AddCheckpoint out{from, {}, note(text(to))};
    if (from > 0 && from <= to) out.proof = proof_between(from, to);
    return out;
  }
  Judged ask(const AddCheckpoint& request, UnixTime now = kNow) const {
    return judge(&kept, request, own, now);
  }
  void take(const AddCheckpoint& request) {
    Judged judged = ask(request);
    REQUIRE(judged.status == 200);
    kept = std::move(judged.next);
  }
};

// line_in is the one signature of an answer.
NoteSignature line_in(const Judged& judged, const std::string& text) {
  const auto note = parse_note(text + "\n" + judged.body);
  REQUIRE(note.ok());
  REQUIRE(note->signatures.size() == 1);
  return note->signatures[0];
}

TEST_CASE("a log's first checkpoint is cosigned without a proof", "[log-14]") {
  House house;
  const Judged judged = house.ask(house.step(0, 300));
  REQUIRE(judged.status == 200);
  const Note note{house.text(300), {line_in(judged, house.text(300))}};
  const Signed seen = check_note(note, house.own.key);
  CHECK(seen.check == NoteCheck::good);
  CHECK(seen.time == kNow);
  CHECK(judged.next.size == 300);
  CHECK(judged.next.root == root_of(300));
  const auto kept = parse_note(judged.next.note);
  REQUIRE(kept.ok());
  CHECK(kept->signatures.size() == 2);
  CHECK(check_note(*kept, house.log.key).check == NoteCheck::good);
  CHECK(check_note(*kept, house.own.key).check == NoteCheck::good);
}

TEST_CASE("a log that only grows is followed, step by step", "[log-14]") {
  House house;
  std::uint64_t before = 0;
  for (const std::uint64_t size : {0U, 1U, 2U, 3U, 255U, 256U, 257U, 700U}) {
    house.take(house.step(before, size));
    before = size;
  }
  CHECK(house.kept.size == 700);
}

TEST_CASE("the same tree is cosigned again, at a new time", "[log-14]") {
  House house;
  house.take(house.step(0, 10));
  const Judged again = house.ask(house.step(10, 10), kNow + 60);
  REQUIRE(again.status == 200);
  const Note note{house.text(10), {line_in(again, house.text(10))}};
  CHECK(check_note(note, house.own.key).time == kNow + 60);
}

TEST_CASE("the empty tree can be cosigned, and only under its own root", "[log-14]") {
  House house;
  CHECK(house.ask(house.step(0, 0)).status == 200);
  const std::string wrong = kOrigin + "\n0\n" + logtext::encode(root_of(1)) + "\n";
  CHECK(house.ask({0, {}, house.note(wrong)}).status == 422);
  CHECK(house.ask({1, {}, house.note(wrong)}).status == 400);  // old > size comes before it
  house.take(house.step(0, 5));
  CHECK(house.ask({0, {}, house.note(wrong)}).status == 409);  // and so does the wrong old size
}

TEST_CASE("an unknown log is 404, whoever signed it", "[log-14]") {
  const House house;
  const AddCheckpoint request = house.step(0, 5);
  CHECK(judge(nullptr, request, house.own, kNow).status == 404);
  const std::string text = format(Checkpoint{"log.example/2", 5, root_of(5), {}});
  CHECK(house.ask({0, {}, house.note(text)}).status == 404);
}

TEST_CASE("a checkpoint that the log didn't sign is 403", "[log-14]") {
  const House house;
  const std::string text = house.text(5);
  const auto asked = [&](std::vector<NoteSignature> lines) {
    return house.ask({0, {}, format(Note{text, std::move(lines)})}).status;
  };
  const NoteSignature good = *sign_note(text, house.log);
  const NoteSignature stranger = *sign_note(text, house.other);
  NoteSignature bad = good;
  bad.signature[7] ^= 1;
  CHECK(asked({good}) == 200);
  CHECK(asked({stranger, good}) == 200);  // of no key of this log: ignored
  CHECK(asked({stranger}) == 403);
  CHECK(asked({bad}) == 403);
  CHECK(asked({good, bad}) == 403);  // one bad line of a known key is enough
  CHECK(asked({bad, good}) == 403);
  CHECK(asked({*cosign_note(text, kNow, house.own)}) == 403);
}

TEST_CASE("a log with two keys may sign with either", "[log-14]") {
  House house;
  house.kept.keys.push_back(house.other.key);
  const std::string text = house.text(5);
  const auto asked = [&](std::vector<NoteSignature> lines) {
    return house.ask({0, {}, format(Note{text, std::move(lines)})});
  };
  CHECK(asked({*sign_note(text, house.other)}).status == 200);
  const Judged both = asked({*sign_note(text, house.other), *sign_note(text, house.log)});
  REQUIRE(both.status == 200);
  CHECK(parse_note(both.next.note)->signatures.size() == 3);
}

TEST_CASE("an old size above the new one is 400", "[log-14]") {
  House house;
  house.take(house.step(0, 10));
  CHECK(house.ask({11, {}, house.note(house.text(10))}).status == 400);
  CHECK(house.ask({10, {}, house.note(house.text(9))}).status == 400);
}

TEST_CASE("an old size that isn't the last one is 409 and told which is", "[log-14]") {
  House house;
  const Judged early = house.ask(house.step(3, 10));
  CHECK(early.status == 409);
  CHECK(early.body == "0\n");
  house.take(house.step(0, 10));
  for (const std::uint64_t old : {0U, 5U, 9U, 11U, 20U}) {
    const Judged judged = house.ask(house.step(old, 20));
    CHECK(judged.status == 409);
    CHECK(judged.body == "10\n");
    CHECK(judged.content_type == "text/x.tlog.size");
  }
  // A smaller tree is no news either: the log lost some of what it signed.
  CHECK(house.ask(house.step(4, 5)).status == 409);
}

TEST_CASE("a proof that doesn't lead from one tree to the other is 422", "[log-14]") {
  House house;
  AddCheckpoint first = house.step(0, 10);
  first.proof = {root_of(3)};
  CHECK(house.ask(first).status == 422);  // from nothing there is nothing to prove
  house.take(house.step(0, 10));
  const AddCheckpoint good = house.step(10, 20);
  AddCheckpoint wrong = good;
  wrong.proof[0].bytes[0] ^= 1;
  CHECK(house.ask(wrong).status == 422);
  wrong = good;
  wrong.proof.pop_back();
  CHECK(house.ask(wrong).status == 422);
  wrong = good;
  wrong.proof.push_back(root_of(1));
  CHECK(house.ask(wrong).status == 422);
  wrong.proof.clear();
  CHECK(house.ask(wrong).status == 422);
  CHECK(house.ask(good).status == 200);
}

TEST_CASE("another tree of the same size is 422", "[log-14]") {
  House house;
  house.take(house.step(0, 10));
  const std::string fork = format(Checkpoint{kOrigin, 10, root_of(9), {}});
  CHECK(house.ask({10, {}, house.note(fork)}).status == 422);
  CHECK(house.ask({10, {root_of(9)}, house.note(house.text(10))}).status == 422);
}

TEST_CASE("a witness without a clock signs nothing", "[log-14]") {
  const House house;
  CHECK(house.ask(house.step(0, 5), 0).status == 500);
  CHECK(house.ask(house.step(0, 5), kMaxTreeSize + 1).status == 500);
}

TEST_CASE("what isn't a checkpoint is 400", "[log-14]") {
  const House house;
  const std::string root = logtext::encode(root_of(5));
  for (const std::string& text :
       {std::string("\n5\n" + root + "\n"), kOrigin + "\n05\n" + root + "\n",
        kOrigin + "\n-5\n" + root + "\n", kOrigin + "\n5\n" + root.substr(4) + "\n",
        kOrigin + "\n9223372036854775808\n" + root + "\n", kOrigin + "\n5\n"}) {
    INFO(text);
    CHECK(house.ask({0, {}, house.note(text)}).status == 400);
  }
  CHECK(house.ask({0, {}, "no note at all"}).status == 400);
  CHECK(house.ask({0, {}, ""}).status == 400);
  Note many{house.text(5), {}};
  many.signatures.assign(kMaxNoteSignatures, *sign_note(many.text, house.other));
  many.signatures.back() = *sign_note(many.text, house.log);
  CHECK(house.ask({0, {}, format(many)}).status == 200);
  many.signatures.push_back(*sign_note(many.text, house.other));
  CHECK(house.ask({0, {}, format(many)}).status == 400);
}

TEST_CASE("a request is read in its one form", "[log-14]") {
  const House house;
  const AddCheckpoint request = house.step(3, 20);
  const auto read = parse_add_checkpoint(format(request));
  REQUIRE(read.ok());
  CHECK(read->old_size == 3);
  CHECK(read->proof == request.proof);
  CHECK(read->note == request.note);
  CHECK(origin_of(*read) == kOrigin);
  CHECK(format(*read) == format(request));

  const std::string hash = logtext::encode(root_of(1)) + "\n";
  const auto refuses = [](const std::string& body) { return !parse_add_checkpoint(body).ok(); };
  for (const char* wrong :
       {"", "old", "old 0", "old 0\n", "old 0\n\n", "old 00\n\nx\n", "old -1\n\nx\n",
        "old 9223372036854775808\n\nx\n", "Old 0\n\nx\n", "old  0\n\nx\n", "old 0\r\n\r\nx\n",
        "old 0\nAAAA\n\nx\n", "old 0\nx"}) {
    INFO(wrong);
    CHECK(refuses(wrong));
  }
  std::string longest = "old 1\n";
  for (int i = 0; i < 63; ++i) longest += hash;
  CHECK(parse_add_checkpoint(longest + "\nx\n").ok());
  CHECK(refuses(longest + hash + "\nx\n"));
  CHECK(parse_add_checkpoint("old 1\n\n" + std::string(kMaxNoteSize, 'x')).ok());
  CHECK(refuses("old 1\n\n" + std::string(kMaxNoteSize + 1, 'x')));
  CHECK(refuses(std::string(kMaxAddCheckpoint + 1, 'x')));
}

TEST_CASE("the example of C2SP tlog-witness is read", "[log-14]") {
  const std::string body =
      "old 20852014\n"
      "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
      "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
      "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
      "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
      "\n"
      "example.com/behind-the-sofa\n"
      "20852163\n"
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
      "\n"
      "\xe2\x80\x94 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+"
      "ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
  const auto request = parse_add_checkpoint(body);
  REQUIRE(request.ok());
  CHECK(request->old_size == 20852014);
  CHECK(request->proof.size() == 4);
  CHECK(origin_of(*request) == "example.com/behind-the-sofa");
  CHECK(format(*request) == body);
  const auto note = parse_note(request->note);
  REQUIRE(note.ok());
  CHECK(parse_checkpoint(note->text)->size == 20852163);
}

TEST_CASE("the origin of what is no note can't be told", "[log-14]") {
  CHECK(origin_of({0, {}, ""}).empty());
  CHECK(origin_of({0, {}, "no line"}).empty());
  CHECK(origin_of({0, {}, "a line\n"}) == "a line");
}

}  // namespace
}  // namespace whit::audit
