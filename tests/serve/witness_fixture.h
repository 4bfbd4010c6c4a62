// SPDX-License-Identifier: Apache-2.0
// A log, three witnesses that know it, and a policy in which two are enough.
#pragma once

#include <string>
#include <vector>

#include "crypto/hash.h"
#include "log/merkle.h"
#include "log/seeded.h"
#include "serve/witness_client.h"
#include "support/witness_house.h"

namespace whit::test {

inline constexpr UnixTime kNow = 1800000000;
inline const std::string kOrigin = "log.example/1";

inline Hash leaf(std::uint64_t n) { return sha256(as_bytes("leaf " + std::to_string(n))); }

// Log is a tree of so many leaves, and its key.
struct Log {
  SigningKey secret = seeded("log");
  NoteSigner signer = *make_note_signer(kOrigin, NoteKeyType::ed25519, secret);

  static Hash root(std::uint64_t first, std::uint64_t count) {
    CompactTree tree;
    for (std::uint64_t i = 0; i < count; ++i) tree.append(leaf(first + i));
    return tree.root();
  }
  std::string note_of(const Checkpoint& checkpoint) const {
    const std::string text = format(checkpoint);
    return format(Note{text, {*sign_note(text, signer)}});
  }
  std::string note(std::uint64_t size) const { return note_of({kOrigin, size, root(0, size), {}}); }
  static std::vector<Hash> consistency(std::uint64_t from, std::uint64_t to) {
    const auto plan = plan_consistency(from, to);
    if (!plan) return {};
    std::vector<Hash> hashes;
    for (const Node& node : plan->nodes) {
      hashes.push_back(root(node.index << node.level, std::uint64_t{1} << node.level));
    }
    return assemble(*plan, hashes);
  }
  static Consistency to(std::uint64_t size) {
    return [size](std::uint64_t from) { return consistency(from, size); };
  }
};

struct Fixture {
  Log log;
  WitnessHouse house{3};
  WitnessPolicy policy = *parse_witness_policy(house.policy(2));
  WitnessLimits limits{1, 2, ""};

  Fixture() {
    house.know(log.signer.key);
    house.clock([] { return kNow; });
  }
  std::vector<WitnessReply> submit(std::uint64_t size) {
    return cosign(policy, log.note(size), {log.signer.key}, Log::to(size), kNow, limits);
  }
  bool enough(const std::vector<WitnessReply>& replies) const {
    std::vector<UnixTime> seen;
    for (const WitnessReply& reply : replies) {
      seen.push_back(reply.answer == WitnessAnswer::good ? reply.time : 0);
    }
    return meets_quorum(policy, seen);
  }
};

}  // namespace whit::test
