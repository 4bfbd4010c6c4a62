// SPDX-License-Identifier: Apache-2.0
#include "log/note.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/seeded.h"

namespace whit {
namespace {

using test::seeded;
using Texts = std::vector<std::string>;

// From the Go project's package sumdb/note, its documentation and its tests.
constexpr const char* kPeter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* kPeterText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr const char* kPeterLine =
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

const std::string kText = "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

struct Signers {
  SigningKey log_key = seeded("log"), witness_key = seeded("witness");
  NoteSigner log = *make_note_signer("example.com/log", NoteKeyType::ed25519, log_key);
  NoteSigner witness = *make_note_signer("witness.example", NoteKeyType::cosignature, witness_key);
};

TEST_CASE("published keys have the ids that their text says", "[log-9]") {
  for (const char* text :
       {kPeter, "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"}) {
    const auto key = parse_note_key(text);
    REQUIRE(key.ok());
    CHECK(key->type == NoteKeyType::ed25519);
    CHECK(format(*key) == text);
  }
}

TEST_CASE("a key is read in its one form", "[log-9]") {
  for (const char* wrong :
       {"", "+", "++", "PeterNeumann", "PeterNeumann+c74f20a3",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peterneumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq_LDE4izWy10TW",
        "PeterNeumann+c74f20a3+",
        "PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}) {
    INFO(wrong);
    CHECK_FALSE(parse_note_key(wrong).ok());
  }
  const PublicKey key = seeded("k").public_key();
  for (const char* name : {"", "a b", "a+b", "a\tb", "a\xc2\xa0", "\xe3\x80\x80", "\xff"}) {
    CHECK_FALSE(make_note_key(name, NoteKeyType::ed25519, key).ok());
  }
}

TEST_CASE("a published note is good, and its text is not another's", "[log-9]") {
  const NoteKey key = *parse_note_key(kPeter);
  const std::string whole = std::string(kPeterText) + "\n" + kPeterLine;
  const auto note = parse_note(whole);
  REQUIRE(note.ok());
  CHECK(note->text == kPeterText);
  CHECK(format(*note) == whole);
  CHECK(check_note(*note, key).check == NoteCheck::good);
  const auto other = parse_note("I said nothing.\n\n" + std::string(kPeterLine));
  REQUIRE(other.ok());
  CHECK(check_note(*other, key).check == NoteCheck::bad);
}

TEST_CASE("no bit of a signed note can change", "[log-9]") {
  const Signers who;
  Note note{kText, {*sign_note(kText, who.log), *cosign_note(kText, 1800000000, who.witness)}};
  const std::string whole = format(note);
  const auto is_good = [&](std::string_view text) {
    const auto read = parse_note(text);
    return read && check_note(*read, who.log.key).check == NoteCheck::good &&
           check_note(*read, who.witness.key).check == NoteCheck::good;
  };
  CHECK(is_good(whole));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      INFO("byte " << i << " bit " << bit);
      CHECK_FALSE(is_good(changed));
    }
    CHECK_FALSE(is_good(whole.substr(0, i)));
  }
}

TEST_CASE("a cosignature gives the newest of its times", "[log-9]") {
  const Signers who;
  Note note{kText, {*cosign_note(kText, 1800000000, who.witness)}};
  CHECK(check_note(note, who.witness.key).time == 1800000000);
  note.signatures.push_back(*cosign_note(kText, 1800000500, who.witness));
  note.signatures.push_back(*cosign_note(kText, 1700000000, who.witness));
  CHECK(check_note(note, who.witness.key).time == 1800000500);
  CHECK(check_note(note, who.log.key).check == NoteCheck::absent);
}

TEST_CASE("one bad line of a known key makes the note bad", "[log-9]") {
  const Signers who;
  Note note{kText, {*cosign_note(kText, 1800000000, who.witness)}};
  note.signatures.push_back(note.signatures[0]);
  note.signatures[1].signature[0] ^= 1;
  CHECK(check_note(note, who.witness.key).check == NoteCheck::bad);
  std::swap(note.signatures[0], note.signatures[1]);
  CHECK(check_note(note, who.witness.key).check == NoteCheck::bad);
  note.signatures[0] = *cosign_note(kText, 1800000000, who.witness);
  note.signatures[0].signature.pop_back();
  CHECK(check_note(note, who.witness.key).check == NoteCheck::bad);
}

TEST_CASE("a line of unknown name or id is nobody's", "[log-9]") {
  const Signers who;
  Note note{kText, {*sign_note(kText, who.log)}};
  note.signatures[0].name = "example.com/other";
  CHECK(check_note(note, who.log.key).check == NoteCheck::absent);
  note.signatures[0] = *sign_note(kText, who.log);
  note.signatures[0].id.bytes[0] ^= 1;
  CHECK(check_note(note, who.log.key).check == NoteCheck::absent);
}

TEST_CASE("a time of zero, or beyond 63 bits, is no cosignature", "[log-9]") {
  const Signers who;
  for (const UnixTime time : {UnixTime{0}, UnixTime{1} << 63}) {
    const Signature signature = who.witness_key.sign(as_bytes(cosigned_message(time, kText)));
    NoteSignature line = *cosign_note(kText, 1, who.witness);
    line.signature.assign(8, 0);
    line.signature[0] = static_cast<std::uint8_t>(time >> 56);
    line.signature.insert(line.signature.end(), signature.bytes.begin(), signature.bytes.end());
    CHECK(check_note({kText, {line}}, who.witness.key).check == NoteCheck::bad);
  }
}

TEST_CASE("the log's key doesn't cosign and the witness's doesn't sign", "[log-9]") {
  const SigningKey key = seeded("both");
  const auto one = *make_note_signer("both", NoteKeyType::ed25519, key);
  const auto four = *make_note_signer("both", NoteKeyType::cosignature, key);
  CHECK_FALSE(one.key.id == four.key.id);
  NoteSignature line = *sign_note(kText, one);
  line.id = four.key.id;
  CHECK(check_note({kText, {line}}, four.key).check == NoteCheck::bad);
  line = *cosign_note(kText, 1800000000, four);
  line.id = one.key.id;
  CHECK(check_note({kText, {line}}, one.key).check == NoteCheck::bad);
}

TEST_CASE("what isn't a note is refused", "[log-9]") {
  const std::string line = kPeterLine;
  for (const std::string& wrong :
       Texts{std::string(), std::string("\n"), std::string("\n\n"), "text\n" + line, "text\n\n",
             "text\n\n" + line.substr(0, line.size() - 1), "text\n\n" + line + "\n",
             "text\n\n" + line + "x", "te\txt\n\n" + line, "te\rxt\n\n" + line, "te\xff\n\n" + line,
             "text\n\n-" + line, "text\n\n\xe2\x80\x94 name AAAA\n",
             "text\n\n\xe2\x80\x94 name AAAAAAA\n", "text\n\n\xe2\x80\x94 na me AAAAAAAA\n",
             "text\n\n\xe2\x80\x94  AAAAAAAA\n", "text\n\n\xe2\x80\x94 n+e AAAAAAAA\n",
             "text\n\n\xe2\x80\x94 name\n", "text\n\n\xe2\x80\x94 name AAAAAAAA \n"}) {
    INFO(wrong);
    CHECK_FALSE(parse_note(wrong).ok());
  }
  CHECK(parse_note("text\n\n\xe2\x80\x94 name AAAAAAA=\n").ok());
}

TEST_CASE("a text may hold empty lines: the last one divides", "[log-9]") {
  const auto note = parse_note("a\n\nb\n\n\n" + std::string(kPeterLine));
  REQUIRE(note.ok());
  CHECK(note->text == "a\n\nb\n\n");
}

TEST_CASE("a note has at most 100 signatures and a million bytes", "[log-9]") {
  std::string note = "text\n\n";
  for (int i = 0; i < 100; ++i) note += kPeterLine;
  CHECK(parse_note(note).ok());
  for (int i = 0; i < 9900; ++i) note += kPeterLine;
  const auto many = parse_note(note);
  REQUIRE_FALSE(many.ok());
  CHECK(many.error().code == Errc::too_large);
  CHECK_FALSE(parse_note(std::string(1000001, 'a') + "\n\n" + kPeterLine).ok());
}

}  // namespace
}  // namespace whit
