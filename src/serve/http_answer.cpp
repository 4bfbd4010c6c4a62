// SPDX-License-Identifier: Apache-2.0
#include "serve/http_answer.h"

namespace whit {
namespace {

// has_no_body holds for the statuses whose responses never carry one (RFC 9110, section 15).
bool has_no_body(int status) noexcept { return status == 204 || status == 304; }

}  // namespace

HttpResponse refused(Refusal refusal) {
  HttpResponse out;
  out.status = http_status(refusal);
  out.content_type = "application/cbor";
  out.body = as_text(encode(ErrorBody{refusal, std::string(sentence(refusal))}));
  return out;
}

HttpResponse refusal_for(std::string_view path, int status, Refusal refusal) {
  HttpResponse out = refused(refusal);
  out.status = status;
  if (path.substr(0, 4) == "/v1/") return out;
  out.content_type = "text/plain";
  out.body = std::string(name(refusal)) + "\n";
  return out;
}

std::string_view body_of(const HttpResponse& response) noexcept {
  if (has_no_body(response.status)) return {};
  return response.shared ? std::string_view(*response.shared) : std::string_view(response.body);
}

std::size_t size_of(const HttpResponse& response) noexcept { return body_of(response).size(); }

}  // namespace whit
