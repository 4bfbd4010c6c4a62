// SPDX-License-Identifier: Apache-2.0
#include "cli/common/log_fetch.h"

namespace whit::cli {
namespace {

bool may_pass(int status) { return status == 429 || (status >= 500 && status <= 504); }

FetchedFile failed(HttpFailure failure) {
  FetchedFile out;
  out.code = failure == HttpFailure::too_large ? Errc::too_large : Errc::unreachable;
  out.trouble = sentence(failure);
  out.try_again = failure == HttpFailure::unreachable;
  return out;
}

}  // namespace

FetchedFile fetch_log_file(HttpClient& client, std::string_view path, std::size_t limit) {
  HttpReply reply = client.get("/" + std::string(path), limit);
  if (reply.failure != HttpFailure::none) return failed(reply.failure);
  FetchedFile out;
  if (reply.status == 404 || reply.status == 410) {
    out.code = Errc::not_found;
    out.trouble = "no such file";
  } else if (reply.status != 200) {
    out.trouble = "the server answers with status " + std::to_string(reply.status);
    out.try_again = may_pass(reply.status);
  } else if (!reply.encoding.empty()) {
    out.code = Errc::corrupt_tile;
    out.trouble = "the server sends it packed, which wasn't asked for";
  } else {
    out.content = std::move(reply.body);
  }
  return out;
}

}  // namespace whit::cli
