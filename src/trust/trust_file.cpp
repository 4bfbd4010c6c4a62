// SPDX-License-Identifier: Apache-2.0
#include "base/cbor_writer.h"
#include "token/token_reader.h"
#include "whit/trust.h"

namespace whit {
namespace {

constexpr std::size_t kMaxText = 65536;  // bytes; a policy of 32 witnesses takes 3,000

Result<std::string> read_text(cbor::Reader& in, std::int64_t label) {
  WHIT_CHECK(in.expect(label));
  WHIT_TRY(const std::string_view text, in.text());
  if (text.size() > kMaxText) return in.fail(Errc::too_large);
  return std::string(text);
}

}  // namespace

Result<TrustFile> parse_trust_file(Bytes cbor) {
  cbor::Reader in(cbor);
  TrustFile out;
  WHIT_CHECK(in.expect_map(5));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.root, in.fixed<PublicKey>());
  WHIT_TRY(out.url, read_text(in, 3));
  WHIT_TRY(out.origin, read_text(in, 4));
  WHIT_TRY(out.policy, read_text(in, 5));
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> encode(const TrustFile& trust) {
  cbor::Writer out;
  out.map(5).uint(1).text(trust.iss).uint(2).bytes(trust.root.view()).uint(3).text(trust.url);
  out.uint(4).text(trust.origin).uint(5).text(trust.policy);
  return out.take();
}

}  // namespace whit
