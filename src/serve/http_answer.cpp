// SPDX-License-Identifier: Apache-2.0
#include "serve/http_answer.h"

#include "serve/http_date.h"
#include "serve/http_fields.h"

namespace whit {
namespace {

std::string_view reason(int status) noexcept {
  switch (status) {
    case 200:
      return "OK";
    case 303:
      return "See Other";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 503:
      return "Service Unavailable";
    default:  // RFC 9112 lets it be empty, and nobody reads it
      return "";
  }
}

void add(std::string& to, std::string_view name, std::string_view value) {
  if (value.empty() || !is_field_value(value)) return;
  to.append(name).append(": ").append(value).append("\r\n");
}

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

std::string answer_head(const HttpResponse& response, const HttpFraming& framing) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(reason(response.status)).append("\r\n");
  if (!has_no_body(response.status)) {
    add(out, "Content-Length", std::to_string(size_of(response)));
    add(out, "Content-Type", response.content_type);
  }
  add(out, "Cache-Control", response.cache_control);
  add(out, "X-Content-Type-Options", "nosniff");
  if (response.date != 0) add(out, "Date", http_date(response.date));
  add(out, "Location", response.location);
  add(out, "Content-Security-Policy", response.policy);
  if (!response.set_cookie.empty()) {
    add(out, "Set-Cookie", set_cookie_field(response.set_cookie, framing.secure));
  }
  add(out, "Allow", framing.allow);
  if (framing.close) add(out, "Connection", "close");
  return out += "\r\n";
}

}  // namespace whit
