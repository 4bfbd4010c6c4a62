// SPDX-License-Identifier: Apache-2.0
#include "serve/http_screen.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "serve/http_fields.h"

namespace whit {
namespace {

constexpr std::size_t kMaxPath = 256;

HttpScreened refuse(int status, Refusal refusal) { return {nullptr, status, refusal}; }

bool matches(const HttpRoute& route, std::string_view path) {
  if (route.match == HttpMatch::exact) return path == route.path;
  return path.substr(0, route.path.size()) == route.path;
}

// length_of is the number in a Content-Length header, or nothing if it isn't plain digits.
std::optional<std::uint64_t> length_of(std::string_view text) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return length;
}

HttpScreened screen_body(const HttpHead& asked, const HttpRoute& route, std::size_t max_body) {
  const bool has_length = asked.content_lengths != 0;
  const auto length = has_length ? length_of(asked.content_length) : 0;
  if (!length) return refuse(400, Refusal::malformed);
  if (route.method == HttpMethod::get) {
    if (*length != 0) return refuse(400, Refusal::malformed);
    return {&route, 200, {}, 0, {}};
  }
  if (!has_length) return refuse(411, Refusal::malformed);
  if (*length > max_body) return refuse(413, Refusal::too_large);
  if (!takes(route.body, media_type_of(asked.content_type))) return refuse(415, Refusal::malformed);
  return {&route, 200, {}, static_cast<std::size_t>(*length), {}};
}

}  // namespace

const HttpRoute* find_route(const std::vector<HttpRoute>& routes, HttpMethod method,
                            std::string_view path) {
  const auto found = std::find_if(routes.begin(), routes.end(), [&](const HttpRoute& route) {
    return route.method == method && matches(route, path);
  });
  return found == routes.end() ? nullptr : &*found;
}

HttpScreened screen(const HttpHead& asked, const std::vector<HttpRoute>& routes,
                    std::size_t max_body) {
  if (asked.transfer_encoded) return refuse(411, Refusal::malformed);
  if (asked.content_encoded || asked.content_lengths > 1) return refuse(400, Refusal::malformed);
  if (asked.path.size() > kMaxPath) return refuse(414, Refusal::malformed);
  const HttpRoute* get = find_route(routes, HttpMethod::get, asked.path);
  const HttpRoute* post = find_route(routes, HttpMethod::post, asked.path);
  if (get == nullptr && post == nullptr) return refuse(404, Refusal::not_found);
  const HttpRoute* route = nullptr;
  if (asked.method == "GET" || asked.method == "HEAD") route = get;
  if (asked.method == "POST") route = post;
  if (route == nullptr) {
    HttpScreened out = refuse(405, Refusal::not_found);
    out.allow = get == nullptr ? "POST" : post == nullptr ? "GET, HEAD" : "GET, HEAD, POST";
    return out;
  }
  return screen_body(asked, *route, max_body);
}

}  // namespace whit
