// SPDX-License-Identifier: Apache-2.0
// What a program says besides its answer, and how it ends.
//
// Standard output holds the answer alone. Standard error holds lines that begin with the program's
// name: `whit-verify: error: photo.jpg: no such file`, then a `hint:` that says what to do. Lower
// case, no period.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace whit::cli {

// Exit is how a program ends. `yes` is also plain success.
enum class Exit : int { yes = 0, no = 1, cannot_tell = 2, could_not_work = 3 };

// Failure is thrown in src/cli alone, where a program can't go on, and caught in run_program.
class Failure : public std::exception {
 public:
  explicit Failure(std::string error, std::string hint = "", Exit code = Exit::could_not_work)
      : error_(std::move(error)), hint_(std::move(hint)), code_(code) {}

  const std::string& error() const noexcept { return error_; }
  const std::string& hint() const noexcept { return hint_; }
  Exit code() const noexcept { return code_; }
  const char* what() const noexcept override { return error_.c_str(); }

 private:
  std::string error_, hint_;
  Exit code_;
};

// Console writes the lines of one program to standard error. An empty hint is left out.
class Console {
 public:
  explicit Console(std::string_view program) : program_(program) {}

  std::string_view program() const noexcept { return program_; }
  // error writes the line and its hint, and returns could_not_work, so that it can be returned.
  Exit error(std::string_view text, std::string_view hint = "") const;
  void warning(std::string_view text, std::string_view hint = "") const;
  void note(std::string_view text) const { line("note", text); }
  void hint(std::string_view text) const { line("hint", text); }
  // say writes a line without a word before it, such as `whit-issuer: ready`.
  void say(std::string_view text) const { line("", text); }

 private:
  void line(std::string_view word, std::string_view text) const;
  std::string program_;
};

// print writes `text` and a line end to standard output, as they are: what a stranger wrote goes
// through printable first.
void print(std::string_view text);

// printable is `text` with every control character replaced by '?', so that no name of a file or of
// an asker steers a terminal.
std::string printable(std::string_view text);

// flush_output makes sure that all of the answer was written: a full disk is a Failure.
void flush_output();

}  // namespace whit::cli
