// SPDX-License-Identifier: Apache-2.0
#include "log/policy.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/seeded.h"

namespace whit {
namespace {

using test::seeded;
using Texts = std::vector<std::string>;

std::string vkey(const std::string& name, NoteKeyType type = NoteKeyType::cosignature) {
  const SigningKey key = seeded(name);
  return format(*make_note_key(name + ".example", type, key.public_key()));
}

std::string witness(const std::string& name) { return "witness " + name + " " + vkey(name) + "\n"; }

std::string six() {
  return witness("X1") + witness("X2") + witness("X3") + witness("Y1") + witness("Y2") +
         witness("Y3");
}

// The example of C2SP tlog-policy.
std::string example() {
  return "log " + vkey("log", NoteKeyType::ed25519) + "\n" + six() +
         "group X-witnesses 2 X1 X2 X3\n"
         "group Y-witnesses any Y1 Y2 Y3\n"
         "group X-and-Y all X-witnesses Y-witnesses\n"
         "quorum X-and-Y\n";
}

std::vector<UnixTime> seen(unsigned bits) {
  std::vector<UnixTime> out(6);
  for (std::size_t i = 0; i < 6; ++i) out[i] = bits >> i & 1;
  return out;
}

TEST_CASE("the example of the specification means what it says", "[log-11]") {
  const auto policy = parse_witness_policy(example());
  REQUIRE(policy.ok());
  CHECK(policy->logs.size() == 1);
  CHECK(smallest_quorum(*policy) == 3);
  for (unsigned bits = 0; bits < 64; ++bits) {
    const int x = int(bits & 1) + int(bits >> 1 & 1) + int(bits >> 2 & 1);
    CHECK(meets_quorum(*policy, seen(bits)) == (x >= 2 && bits >> 3 != 0));
  }
}

TEST_CASE("a quorum may be one witness, some of a group, or nobody", "[log-11]") {
  const std::string all = six();
  const auto one = parse_witness_policy(all + "quorum Y2\n");
  REQUIRE(one.ok());
  CHECK(smallest_quorum(*one) == 1);
  CHECK(meets_quorum(*one, seen(1 << 4)));
  CHECK_FALSE(meets_quorum(*one, seen(63 ^ 1 << 4)));
  const auto none = parse_witness_policy("quorum none\n");
  REQUIRE(none.ok());
  CHECK(smallest_quorum(*none) == 0);
  CHECK(meets_quorum(*none, {}));
  const auto some = parse_witness_policy(all + "group g 2 X1 X2 X3\nquorum g\n");
  REQUIRE(some.ok());
  CHECK(smallest_quorum(*some) == 2);
  const auto nested = parse_witness_policy(all +
                                           "group a all X1 X2 X3\ngroup b any a Y1\n"
                                           "group c 2 b Y2 Y3\nquorum c\n");
  REQUIRE(nested.ok());
  CHECK(smallest_quorum(*nested) == 2);
  CHECK(meets_quorum(*nested, seen(0b001111)) == false);
  CHECK(meets_quorum(*nested, seen(0b010111)));
}

TEST_CASE("white space, comments and addresses are allowed where they are", "[log-11]") {
  const auto policy = parse_witness_policy("# who counts\n\n \t \n\t witness  a\t" + vkey("a") +
                                           "  https://a.example \n  # done\nquorum\ta\n");
  REQUIRE(policy.ok());
  CHECK(policy->witnesses[0].url == "https://a.example");
  CHECK(parse_witness_policy("witness \xc3\xa9 " + vkey("a") + "\nquorum \xc3\xa9\n").ok());
}

TEST_CASE("a policy that says something twice, too late or not at all is refused", "[log-11]") {
  const std::string all = six();
  const std::string q = "quorum X1\n";
  for (const std::string& wrong :
       Texts{std::string(),
             all,
             all + "quorum X1",
             all + q + q,
             all + "quorum X1 X2\n",
             all + "quorum X9\n",
             "quorum X1\n" + all,
             all + "quorum\n",
             all + witness("X1") + q,
             all + "witness Z " + vkey("X1") + "\n" + q,
             all + "witness X1 " + vkey("Z") + "\n" + q,
             all + "witness none " + vkey("Z") + "\n" + q,
             all + "group none any X1\n" + q,
             all + "group X1 any X2\n" + q,
             all + "group g any\n" + q,
             all + "group g 0 X1\n" + q,
             all + "group g 2 X1\n" + q,
             all + "group g 01 X1\n" + q,
             all + "group g -1 X1\n" + q,
             all + "group g most X1\n" + q,
             all + "group g any X1 X1\n" + q,
             all + "group g any X1\ngroup h any X1\n" + q,
             all + "group g any h\ngroup h any X1\n" + q,
             all + "group g any g\n" + q,
             all + "group g any none\n" + q,
             all + "Quorum X1\n",
             all + "quorum X1\r\n",
             all + "group g any X1\v\n" + q,
             all + "witness Z\n" + q,
             all + "witness Z " + vkey("Z") + " url more\n" + q,
             all + "what is this\n" + q,
             all + "witness Z " + vkey("Z", NoteKeyType::ed25519) + "\n" + q,
             all + "witness Z Z.example+00000000+AAAA\n" + q,
             all + "log\n" + q,
             all + "log " + vkey("l") + "\nlog " + vkey("l") + "\n" + q,
             "#" + std::string(65536, 'x') + "\n" + all + q}) {
    INFO(wrong.substr(wrong.size() > 200 ? wrong.size() - 200 : 0));
    CHECK_FALSE(parse_witness_policy(wrong).ok());
  }
}

TEST_CASE("an error names its line", "[log-11]") {
  const auto wrong = parse_witness_policy("# one\n\nquorum nobody\n");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().offset == 3);
}

TEST_CASE("32 logs, witnesses and groups fit; a thousand don't", "[log-11]") {
  const auto many = [](int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
      out += "log " + vkey("l" + std::to_string(i), NoteKeyType::ed25519) + "\n";
    }
    for (int i = 0; i < count; ++i) out += witness("w" + std::to_string(i));
    for (int i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      out += "group g" + n + " all w" + n + (i > 0 ? " g" + std::to_string(i - 1) : "") + "\n";
    }
    return out + "quorum g" + std::to_string(count - 1) + "\n";
  };
  const auto policy = parse_witness_policy(many(32));
  REQUIRE(policy.ok());
  CHECK(smallest_quorum(*policy) == 32);
  CHECK(meets_quorum(*policy, std::vector<UnixTime>(32, 1)));
  CHECK_FALSE(parse_witness_policy(many(65)).ok());
}

}  // namespace
}  // namespace whit
