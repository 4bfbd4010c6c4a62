// SPDX-License-Identifier: Apache-2.0
// One of the four programs: its commands and options, and how mistakes in them are answered.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/common/message.h"

namespace CLI {
class App;
}

namespace whit::cli {

// Program wraps CLI11. Include <CLI/CLI.hpp> in the .cpp files that add options.
class Program {
 public:
  Program(std::string_view name, std::string_view about);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  CLI::App& app() noexcept { return *app_; }
  const Console& console() const noexcept { return console_; }

  // command adds a command below `parent`, to which options are then added. `action` runs once all
  // of the line has been read.
  CLI::App& command(CLI::App& parent, std::string_view name, std::string_view about,
                    std::function<Exit()> action);
  // group adds a command that only holds commands, like `trust` in `trust add`.
  CLI::App& group(CLI::App& parent, std::string_view name, std::string_view about);

  // run forbids core dumps, for keys would be in them, calls start_crypto, reads the command line,
  // runs the one action and returns main()'s result. Whatever is thrown ends here: a Failure as its
  // lines, memory as `out of memory`, all with exit code 3.
  int run(int argc, char** argv);

 private:
  Exit parse(int argc, char** argv);
  Exit explain(const std::string& otherwise);
  std::unique_ptr<CLI::App> app_;
  Console console_;
  std::function<Exit()> chosen_;
};

// version is this program's, such as "1.2.3".
std::string_view version() noexcept;

// nearest is the one of `words` that `wrong` most likely meant, or empty: at most 3 slips away and
// fewer than half of its letters.
std::string nearest(std::string_view wrong, const std::vector<std::string>& words);

// json_quoted is `text` as a JSON string, quotes included. It must be UTF-8.
std::string json_quoted(std::string_view text);

}  // namespace whit::cli
