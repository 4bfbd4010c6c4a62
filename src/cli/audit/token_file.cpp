// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/token_file.h"

#include "cli/common/code_file.h"
#include "cli/common/message.h"
#include "log/entry.h"
#include "whit/qr_text.h"

namespace whit::cli {
namespace {

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

}  // namespace

ReadTokens read_tokens(const std::string& file) {
  ReadTokens out;
  out.content = content_of(file);
  out.tokens = tokens_in(out.content);
  return out;
}

TokenLeaves leaves_of_tokens(const std::string& file) {
  const ReadTokens read = read_tokens(file);
  TokenLeaves out;
  for (const Token& token : read.tokens) {
    if (token.kind == Kind::blind) {
      ++out.blind;
      continue;
    }
    out.leaves.push_back(leaf_hash(encode(entry_of(token))));
    out.days.push_back(token.day);
  }
  return out;
}

}  // namespace whit::cli
