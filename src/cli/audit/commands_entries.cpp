// SPDX-License-Identifier: Apache-2.0
// What a token leaves in the log, and what a file of entries holds.
#include <CLI/CLI.hpp>
#include <map>
#include <tuple>

#include "base/hex.h"
#include "cli/audit/command_line.h"
#include "cli/audit/entries.h"
#include "cli/audit/token_file.h"
#include "cli/common/clock.h"

namespace whit::cli {
namespace {

Exit run_leaf(const std::string& file, const Console& console) {
  const ReadTokens read = read_tokens(file);
  Exit out = Exit::yes;
  for (const Token& token : read.tokens) {
    if (token.kind == Kind::blind) {
      console.note("a blind token's entry can't be computed from the token: that is its point");
      out = Exit::cannot_tell;
      continue;
    }
    const EntryBytes entry = encode(entry_of(token));
    print("fact   " + std::to_string(token.vct));
    print("entry  " + hex::encode(entry));
    print("leaf   " + hex::encode(leaf_hash(entry).view()));
  }
  return out;
}

// A group is what one key signed of one fact for one day.
using Group = std::tuple<EntryKind, Vct, KeyId, Day>;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

void print_group(const Group& group, std::uint64_t count) {
  const auto& [kind, vct, kid, day] = group;
  print(padded(name(kind), 12) + padded(std::to_string(vct), 8) +
        padded(hex::encode(kid.view()), 11) + padded(format_date(midnight(day)), 14) +
        std::to_string(count));
}

Exit run_count(const std::string& path) {
  EntryFile file(path);
  std::map<Group, std::uint64_t> groups;
  std::uint64_t nulls = 0, headers = 0;
  while (const auto entry = file.next()) {
    if (entry->kind == EntryKind::null) {
      ++nulls;
    } else if (entry->kind == EntryKind::header) {
      ++headers;
    } else {
      ++groups[{entry->kind, entry->vct, entry->kid, entry->day}];
    }
  }
  print("kind        fact    key        expires       entries");
  for (const auto& [group, count] : groups) print_group(group, count);
  print("entries " + std::to_string(file.count()) + ", headers " + std::to_string(headers) +
        ", nulls " + std::to_string(nulls) + "; pads look like tokens and are counted with them");
  return Exit::yes;
}

}  // namespace

void add_entries(CommandLine& line) {
  const auto token = std::make_shared<std::string>("-");
  const auto entries = std::make_shared<std::string>("-");
  line.command(line.program.app(), "leaf", "compute the log entry and leaf hash of what is shown",
               [&line, token] { return run_leaf(*token, line.program.console()); })
      .add_option("FILE", *token, "presentation, paper or token: text, CBOR, PNG or JPEG");
  line.command(line.program.app(), "count", "count entries by fact, key and expiry day",
               [entries] { return run_count(*entries); })
      .add_option("FILE", *entries, "entries of 44 bytes each, or in hexadecimal, one a line");
}

}  // namespace whit::cli
