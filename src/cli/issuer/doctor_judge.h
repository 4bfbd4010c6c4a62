// SPDX-License-Identifier: Apache-2.0
// What the groups of checks share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/issuer/doctor.h"

namespace whit::cli {

// Findings collects checks in their order.
class Findings {
 public:
  explicit Findings(std::string dir) : dir_(std::move(dir)) {}

  void green(std::string name, std::string sentence) {
    checks_.push_back({std::move(name), Colour::green, std::move(sentence), ""});
  }
  void yellow(std::string name, std::string sentence, std::string command) {
    checks_.push_back({std::move(name), Colour::yellow, std::move(sentence), std::move(command)});
  }
  void red(std::string name, std::string sentence, std::string command) {
    checks_.push_back({std::move(name), Colour::red, std::move(sentence), std::move(command)});
  }
  // command is a command of ours on this folder.
  std::string command(const std::string& what) const {
    return "whit-issuer " + what + " --dir " + dir_;
  }
  std::vector<Check> take() { return std::move(checks_); }

 private:
  std::string dir_;
  std::vector<Check> checks_;
};

void judge_files(const Exam& exam, Findings& out);
void judge_register(const Exam& exam, Findings& out);
void judge_machine(const Exam& exam, Findings& out);
void judge_bundle(const Exam& exam, Findings& out);
void judge_keys(const Exam& exam, Findings& out);
void judge_hsm(const Exam& exam, Findings& out);
void judge_blind(const Exam& exam, Findings& out);
void judge_taken_back(const Exam& exam, Findings& out);
void judge_log(const Exam& exam, Findings& out);
void judge_service(const Exam& exam, Findings& out);
void judge_staff(const Exam& exam, Findings& out);
void judge_backup(const Exam& exam, Findings& out);

// several is "1 account" or "7 accounts"; `many` is the plural.
std::string several(std::uint64_t number, const char* one, const char* many);

// megabytes is "1,234 MB".
std::string megabytes(std::uint64_t bytes);

}  // namespace whit::cli
