// SPDX-License-Identifier: Apache-2.0
#include "serve/log_routes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/hex.h"
#include "log/text.h"
#include "log/tile.h"

namespace whit {
namespace {

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
constexpr std::string_view kTenSeconds = "public, max-age=10";
constexpr std::string_view kBytes = "application/octet-stream";
constexpr std::string_view kCbor = "application/cbor";
constexpr std::string_view kText = "text/plain; charset=utf-8";

HttpResponse text(int status, const char* why) {
  HttpResponse out;
  out.status = status;
  out.content_type = kText;
  out.body = why;
  return out;
}

HttpResponse answer(const LogRead& read, std::string_view rest) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return text(404, "nothing here\n");
  const auto number = logtext::parse_decimal(rest.substr(0, slash));
  const std::string_view path = rest.substr(slash + 1);
  const auto file = log_file(path);
  if (!number || *number < kFirstLog || !file) return text(404, "nothing here\n");
  const auto content = read(*number, path);
  if (!content && content.error().code == Errc::not_found) return text(404, "nothing here\n");
  if (!content) return text(503, "not now\n");
  return {200, std::string(file->content_type), std::string(as_text(*content)),
          std::string(file->cache_control)};
}

}  // namespace

std::optional<LogFile> log_file(std::string_view path) {
  if (path == "checkpoint") return LogFile{kText, kTenSeconds};
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string_view folder = path.substr(0, slash);
  const std::string_view name = path.substr(std::min(slash + 1, path.size()));
  if (folder == "tile") {
    return parse_tile_path(path) ? std::optional(LogFile{kBytes, kForEver}) : std::nullopt;
  }
  bool known = false;
  if (folder == "header") known = logtext::parse_decimal(name).ok();
  if (folder == "key-list" || folder == "head" || folder == "segment") {
    known = name.size() == 2 * Hash::kSize && hex::decode(name).ok();
  }
  return known ? std::optional(LogFile{kCbor, kForEver}) : std::nullopt;
}

std::vector<HttpRoute> log_routes(LogRead read) {
  const auto get = [read = std::move(read)](const HttpRequest& request) {
    return answer(read, request.rest);
  };
  return {{HttpMethod::get, "/log/", HttpMatch::prefix, get}};
}

}  // namespace whit
