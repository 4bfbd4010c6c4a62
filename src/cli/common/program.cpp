// SPDX-License-Identifier: Apache-2.0
#include "cli/common/program.h"

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <new>
#include <utility>

#include "crypto/rng.h"

namespace whit::cli {
namespace {

std::size_t slips(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({change, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row[b.size()];
}

// chosen_of is the deepest command that the line has named.
const CLI::App* chosen_of(const CLI::App* app) {
  const auto subs = app->get_subcommands();
  return subs.empty() ? app : chosen_of(subs.front());
}

std::vector<std::string> option_names(const CLI::App* app) {
  std::vector<std::string> names;
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App* app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app->get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// keep_memory_inside makes sure that a crash leaves no file with keys in it.
void keep_memory_inside() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);  // lowering a limit is always allowed
}

// lower_first makes a sentence of CLI11 one of ours.
std::string lower_first(std::string text) {
  while (!text.empty() && (text.back() == '.' || text.back() == '\n')) text.pop_back();
  if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a') text[0] += 'a' - 'A';
  return text;
}

}  // namespace

std::string_view version() noexcept { return WHIT_VERSION; }

std::string nearest(std::string_view wrong, const std::vector<std::string>& words) {
  std::size_t best = std::min<std::size_t>(4, (wrong.size() + 1) / 2 + 1);
  std::string found;
  for (const std::string& word : words) {
    const std::size_t away = slips(wrong, word);
    if (away < best) {
      best = away;
      found = word;
    }
  }
  return found;
}

Program::Program(std::string_view name, std::string_view about)
    : app_(std::make_unique<CLI::App>(std::string(about), std::string(name))), console_(name) {
  app_->set_version_flag("--version", std::string(name) + " " + std::string(version()));
  app_->require_subcommand(1);
  app_->get_formatter()->column_width(32);
}

Program::~Program() = default;

CLI::App& Program::command(CLI::App& parent, std::string_view name, std::string_view about,
                           std::function<Exit()> action) {
  CLI::App* sub = parent.add_subcommand(std::string(name), std::string(about));
  sub->final_callback([this, action = std::move(action)] { chosen_ = action; });
  return *sub;
}

CLI::App& Program::group(CLI::App& parent, std::string_view name, std::string_view about) {
  CLI::App* sub = parent.add_subcommand(std::string(name), std::string(about));
  sub->require_subcommand(1);
  return *sub;
}

Exit Program::explain(const std::string& otherwise) {
  const CLI::App* command = chosen_of(app_.get());
  const std::string help = console_.program().data() + std::string(" --help");
  for (const std::string& word : app_->remaining(true)) {
    if (word.size() > 1 && word[0] == '-') {
      const std::string option = word.substr(0, word.find('='));
      const std::string meant = nearest(option, option_names(command));
      return console_.error("unknown option " + option, meant.empty() ? help : meant);
    }
    const std::vector<std::string> commands = command_names(command);
    if (commands.empty()) return console_.error("one argument too many: " + word, help);
    const std::string meant = nearest(word, commands);
    return console_.error("unknown command " + word, meant.empty() ? joined(commands) : meant);
  }
  if (const auto commands = command_names(command); !commands.empty()) {
    return console_.error("what should it do?", joined(commands));
  }
  return console_.error(lower_first(otherwise), help);
}

Exit Program::parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
  } catch (const CLI::CallForHelp& asked) {
    return static_cast<Exit>(app_->exit(asked));
  } catch (const CLI::CallForAllHelp& asked) {
    return static_cast<Exit>(app_->exit(asked));
  } catch (const CLI::CallForVersion& asked) {
    return static_cast<Exit>(app_->exit(asked));
  } catch (const CLI::ParseError& error) {
    return explain(error.what());
  }
  if (!chosen_) return explain("");
  const Exit code = chosen_();
  flush_output();
  return code;
}

int Program::run(int argc, char** argv) {
  keep_memory_inside();
  start_crypto();
  try {
    return static_cast<int>(parse(argc, argv));
  } catch (const Failure& failure) {
    console_.error(failure.error(), failure.hint());
    return static_cast<int>(failure.code());
  } catch (const std::bad_alloc&) {
    return static_cast<int>(console_.error("out of memory"));
  } catch (const std::exception& error) {
    return static_cast<int>(console_.error(error.what()));
  }
}

std::string json_quoted(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (u < 0x20) {
      out += "\\u00";
      out += kHex[u >> 4];
      out += kHex[u & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace whit::cli
