// SPDX-License-Identifier: Apache-2.0
// All witnesses of an issuer's policy, asked at once; and witnesses.json, which keeps what they
// said last, so that `status` and `doctor` ask nobody.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/specimen_witness.h"

namespace whit::cli {

class Witnesses {
 public:
  // Both must outlive it. A Failure where the folder's policy can't be read.
  Witnesses(const Folder& folder, const Vault& vault);

  const WitnessPolicy& policy() const { return policy_; }
  // is_asked tells whether the witness in `row` can be asked from here; else its cosignatures are
  // carried by hand.
  bool is_asked(std::size_t row) const;
  // is_own tells whether it is the one for training, in this process.
  bool is_own(std::size_t row) const { return own_ == row; }

  // Each is that of serve/witness_client.h, by row of the policy.
  std::vector<WitnessReply> newest(const std::string& origin,
                                   const std::vector<NoteKey>& log_keys) const;
  std::vector<WitnessReply> cosign(const std::string& note, const std::vector<NoteKey>& log_keys,
                                   const Consistency& consistency, UnixTime now) const;

 private:
  const Folder& folder_;
  const Vault& vault_;
  WitnessPolicy policy_;
  std::optional<std::size_t> own_;  // row of the witness for training
};

// WitnessNews is what one witness said last.
struct WitnessNews {
  std::string name;        // in the policy
  UnixTime asked = 0;      // 0: never
  std::string answer;      // answer_name of it
  UnixTime cosigned = 0;   // time of its newest cosignature
  std::uint64_t size = 0;  // of the tree that it cosigned then
};

std::string_view answer_name(WitnessAnswer answer) noexcept;  // "good", "unreachable"
// answer_sentence says it to a person: "no answer in time".
std::string_view answer_sentence(std::string_view name) noexcept;

// read_witness_news has one row for each witness of `policy`; those that aren't known are empty.
std::vector<WitnessNews> read_witness_news(const Folder& folder, const WitnessPolicy& policy);
// write_witness_news never fails for a full disk: it is news and no more.
void write_witness_news(const Folder& folder, const std::vector<WitnessNews>& news);

}  // namespace whit::cli
