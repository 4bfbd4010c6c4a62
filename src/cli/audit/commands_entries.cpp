// SPDX-License-Identifier: Apache-2.0
// What a token leaves in the log, and what a file of entries holds.
#include <CLI/CLI.hpp>
#include <map>
#include <tuple>

#include "base/hex.h"
#include "cli/audit/command_line.h"
#include "cli/audit/entries.h"
#include "cli/common/clock.h"
#include "cli/common/code_file.h"
#include "whit/qr_text.h"
#include "whit/token.h"

namespace whit::cli {
namespace {

// Tokens are those of a showing, or one alone as a wallet keeps it. They view into `content`.
std::vector<Token> tokens_in(const std::vector<std::uint8_t>& content) {
  if (const auto shown = parse_presentation(content)) {
    const auto end = shown->tokens.begin() + static_cast<std::ptrdiff_t>(shown->count);
    return {shown->tokens.begin(), end};
  }
  if (const auto paper = parse_paper(content)) return {*paper};
  if (const auto token = parse_token(content)) return {*token};
  throw Failure("neither a presentation nor a token", "whit-verify inspect says what it is",
                Exit::no);
}

// content_of is the CBOR of a text of ours, or the bytes themselves.
std::vector<std::uint8_t> content_of(const std::string& file) {
  std::vector<std::uint8_t> code = read_code(file);
  for (const Carrier carrier : {Carrier::presentation, Carrier::paper}) {
    if (auto cbor = decode_text(carrier, as_text(code))) return std::move(*cbor);
  }
  return code;
}

Exit run_leaf(const std::string& file, const Console& console) {
  const auto content = content_of(file);
  Exit out = Exit::yes;
  for (const Token& token : tokens_in(content)) {
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
