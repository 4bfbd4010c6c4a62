// SPDX-License-Identifier: Apache-2.0
#include "serve/http_error.h"

#include <algorithm>
#include <string>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "serve/http_client.h"
#include "whit/result.h"

namespace whit {
namespace {

constexpr std::size_t kMaxErrorText = 200;

Result<std::string> parse_error(Bytes body) {
  cbor::Reader in(body);
  WHIT_CHECK(in.expect_map(2));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY([[maybe_unused]] const auto code, in.uint());
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(const std::string_view text, in.text());
  WHIT_CHECK(in.expect_end());
  return std::string(text.substr(0, kMaxErrorText));
}

}  // namespace

std::vector<std::uint8_t> encode_http_error(int code, std::string_view text) {
  cbor::Writer out;
  out.map(2).uint(1).uint(static_cast<std::uint64_t>(code)).uint(2).text(text);
  return out.take();
}

std::string read_http_error(Bytes body) {
  auto text = parse_error(body);
  if (!text) return {};
  const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
  if (!std::all_of(text->begin(), text->end(), printable)) return {};
  return *std::move(text);
}

}  // namespace whit
