// SPDX-License-Identifier: Apache-2.0
// WitnessHouse: real witnesses over HTTP on this machine, each of which can be made to misbehave.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/witness.h"

namespace whit::test {

// Mood is how a witness behaves from now on.
enum class Mood : std::uint8_t {
  good,
  dead,              // nobody listens on its port
  silent,            // takes the request and never answers
  wrong_key,         // its line under its name and id, signed by another key
  stranger,          // a good line, of a witness that nobody asked
  other_checkpoint,  // its good line, of another checkpoint
  future,            // a time a day ahead of its clock
  boastful,          // says that it saw a larger tree, without proof
  muddled,           // 409 with its right size, whatever it is asked
  refusing,          // 403 to everybody
  redirecting,       // to another witness
  huge,              // ten megabytes
};

class WitnessHouse {
 public:
  // Its witnesses are w1.example, w2.example ...; the clock is the system's until set.
  explicit WitnessHouse(std::size_t count);
  ~WitnessHouse();
  WitnessHouse(const WitnessHouse&) = delete;
  WitnessHouse& operator=(const WitnessHouse&) = delete;

  std::size_t size() const;
  // policy is the text of a tlog-policy in which `threshold` of all are enough.
  std::string policy(std::size_t threshold) const;
  const NoteKey& key(std::size_t row) const;
  std::string url(std::size_t row) const;

  // know tells all witnesses of a log; the key's name is its origin.
  void know(const NoteKey& log);
  // be sets the mood of one, or of all; it comes back when that holds.
  void be(std::size_t row, Mood mood);
  void be(Mood mood);
  // clock gives all of them another clock.
  void clock(std::function<UnixTime()> now);

  // kept is what a witness keeps of a log; nothing where it doesn't know it.
  std::optional<audit::WitnessedLog> kept(std::size_t row, std::string_view origin) const;
  // keep makes a witness remember something else: behind, ahead, or a fork.
  void keep(std::size_t row, const audit::WitnessedLog& log);
  // asked is how many requests a witness has had.
  std::size_t asked(std::size_t row) const;

 private:
  class One;
  std::vector<std::unique_ptr<One>> all_;
};

}  // namespace whit::test
