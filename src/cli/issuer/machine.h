// SPDX-License-Identifier: Apache-2.0
// What surrounds an issuer: disk, clock, kernel settings, and whether its service answers.
#pragma once

#include <cstdint>
#include <string>

namespace whit::cli {

// Machine is what the system says of itself.
struct Machine {
  std::uint64_t disk_free = 0, disk_size = 0;  // where the folder lies, bytes
  bool clock_known = false;                    // whether the system says anything about it
  bool clock_synchronised = false;
  std::string core_pattern;    // of the kernel; begins with '|' where a program takes cores
  bool swaps = false;          // memory may be written to a disk
  std::uint64_t lockable = 0;  // bytes that this user may lock in memory
};
Machine look_at_machine(const std::string& folder);

// Answer is how a service answered /healthz. hidden: something answers, with a certificate that
// isn't for the name that was asked.
enum class Answer : std::uint8_t { none, unwell, hidden, well };
Answer ask_health(const std::string& url);

}  // namespace whit::cli
