// SPDX-License-Identifier: Apache-2.0
#include "cli/common/program.h"

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>

#include "cli/common/terminal.h"

using namespace whit::cli;

namespace {

// Run is what a small program did with a command line, and what it wrote to standard error.
struct Run {
  int code = -1;
  std::string said, preset;
};

Run run(std::vector<std::string> words) {
  Run out;
  Program program("whit-try", "a program to try");
  CLI::App& check = program.command(program.app(), "check", "check", [] { return Exit::no; });
  check.add_option("--preset", out.preset, "a preset");
  program.command(program.app(), "fail", "fail", []() -> Exit { throw Failure("broken", "mend"); });
  program.command(program.app(), "bundle", "bundle", [] { return Exit::yes; });
  std::vector<char*> argv;
  words.insert(words.begin(), "whit-try");
  for (std::string& word : words) argv.push_back(word.data());
  std::FILE* const file = std::tmpfile();
  const int kept = dup(2);
  dup2(fileno(file), 2);
  out.code = program.run(static_cast<int>(argv.size()), argv.data());
  std::fflush(stderr);
  dup2(kept, 2);
  close(kept);
  std::rewind(file);
  char buffer[1024];
  out.said.assign(buffer, std::fread(buffer, 1, sizeof buffer, file));
  std::fclose(file);
  return out;
}

}  // namespace

TEST_CASE("no program leaves its memory in a file when it crashes", "[cli]") {
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_CORE, &before) == 0);
  const rlim_t most = before.rlim_max == 0 ? 4096 : before.rlim_max;
  const rlimit some{most, most};
  (void)setrlimit(RLIMIT_CORE, &some);  // who may not raise it has none to begin with
  run({"bundle"});
  rlimit after{1, 1};
  REQUIRE(getrlimit(RLIMIT_CORE, &after) == 0);
  CHECK(after.rlim_cur == 0);
  CHECK(after.rlim_max == 0);
}

TEST_CASE("an action's exit code is the program's", "[cli][program]") {
  const Run ran = run({"check", "--preset", "gate"});
  CHECK(ran.code == 1);
  CHECK(ran.preset == "gate");
  CHECK(ran.said.empty());
}

TEST_CASE("an unknown option is answered with the one that was meant", "[cli][program]") {
  const Run ran = run({"check", "--presett", "gate"});
  CHECK(ran.code == 3);
  CHECK(ran.said == "whit-try: error: unknown option --presett\nwhit-try: hint: --preset\n");
  CHECK(run({"check", "--presett=gate"}).said == ran.said);
  CHECK(run({"check", "--zzzzzzzz"}).said ==
        "whit-try: error: unknown option --zzzzzzzz\nwhit-try: hint: whit-try --help\n");
}

TEST_CASE("an unknown command is answered with the one that was meant", "[cli][program]") {
  CHECK(run({"chekc"}).said == "whit-try: error: unknown command chekc\nwhit-try: hint: check\n");
  CHECK(run({"quux"}).said ==
        "whit-try: error: unknown command quux\nwhit-try: hint: check, fail, bundle\n");
  CHECK(run({}).said ==
        "whit-try: error: what should it do?\nwhit-try: hint: check, fail, bundle\n");
  CHECK(run({}).code == 3);
}

TEST_CASE("a surplus word and a missing value are errors", "[cli][program]") {
  CHECK(run({"check", "one"}).said ==
        "whit-try: error: one argument too many: one\nwhit-try: hint: whit-try --help\n");
  CHECK(run({"check", "--preset"}).code == 3);
}

TEST_CASE("a failure ends as its two lines", "[cli][program]") {
  const Run ran = run({"fail"});
  CHECK(ran.code == 3);
  CHECK(ran.said == "whit-try: error: broken\nwhit-try: hint: mend\n");
}

TEST_CASE("no text of a stranger steers a terminal", "[cli][message]") {
  CHECK(printable("a\x1b[31mb\nc\x7f") == "a?[31mb?c?");
  CHECK(printable("\xc2\x9b"
                  "2J \xc3\xa9") == "??2J \xc3\xa9");
  CHECK(json_quoted("a\"b\\c\n") == "\"a\\\"b\\\\c\\u000a\"");
}

TEST_CASE("nearest finds a slip and doesn't guess", "[cli][program]") {
  CHECK(nearest("trsut", {"trust", "bundle"}) == "trust");
  CHECK(nearest("xyz", {"trust", "bundle"}).empty());
}
