// SPDX-License-Identifier: Apache-2.0
#include "serve/page_files.h"

#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "base/hex.h"
#include "crypto/hash.h"
#include "serve/http_fields.h"

namespace whit {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kWallet = "wallet";
constexpr std::size_t kTagDigits = 32;

// Scripts have it too: a service worker is held by its own.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

struct Type {
  std::string_view ending, type;
};
constexpr Type kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".wav", "audio/wav"},
    {".txt", "text/plain; charset=utf-8"},
};

using Body = std::shared_ptr<const std::string>;

struct Held {
  Body plain, packed;  // packed: null where it isn't sent so
  std::string tag, packed_tag;
  std::string_view type;
};

// By name, in the order of their bytes.
using Shelves = std::map<std::string, Held, std::less<>>;

Held hold(PageFile file) {
  Held out;
  out.type = page_media_type(file.name);
  const std::string hash = hex::encode(sha256(as_bytes(file.content)).view());
  out.tag = "\"" + hash.substr(0, kTagDigits) + "\"";
  out.packed_tag = "\"" + hash.substr(0, kTagDigits) + "-gzip\"";
  out.plain = std::make_shared<const std::string>(std::move(file.content));
  if (!file.packed.empty()) {
    out.packed = std::make_shared<const std::string>(std::move(file.packed));
  }
  return out;
}

HttpResponse nothing_here() {
  HttpResponse out;
  out.status = 404;
  out.body = "nothing here\n";
  return out;
}

HttpResponse answer(const Held& held, const HttpRequest& request) {
  const bool packed = held.packed != nullptr && request.takes_gzip;
  const std::string& tag = packed ? held.packed_tag : held.tag;
  HttpResponse out;
  out.status = knows(request.known, held.tag) || knows(request.known, held.packed_tag) ? 304 : 200;
  out.content_type = held.type;
  out.cache_control = "no-cache";  // ask whether it is still the same
  out.policy = kPolicy;
  out.shared = packed ? held.packed : held.plain;
  out.fields = {{"ETag", tag},
                {"Vary", "Accept-Encoding"},
                {"Referrer-Policy", "no-referrer"},
                {"Permissions-Policy", "camera=(self), microphone=(), geolocation=()"},
                {"Cross-Origin-Opener-Policy", "same-origin"},
                {"Cross-Origin-Embedder-Policy", "require-corp"},
                {"Cross-Origin-Resource-Policy", "same-origin"}};
  if (packed) out.fields.push_back({"Content-Encoding", "gzip"});
  return out;
}

// lead leads to `where`, below whatever path a proxy has put before it.
std::function<HttpResponse(const HttpRequest&)> lead(int status, const std::string& where) {
  return [status, where](const HttpRequest&) {
    HttpResponse out;
    out.status = status;
    out.location = where;
    return out;
  };
}

}  // namespace

std::string_view page_media_type(std::string_view name) noexcept {
  for (const Type& one : kTypes) {
    if (name.size() > one.ending.size() &&
        name.substr(name.size() - one.ending.size()) == one.ending) {
      return one.type;
    }
  }
  return {};
}

std::vector<HttpRoute> page_routes(std::vector<PageFile> files) {
  std::vector<HttpRoute> out;
  for (const std::string_view folder : kPageFolders) {
    const std::string below = std::string(folder) + "/";
    auto shelves = std::make_shared<Shelves>();
    for (PageFile& file : files) {
      if (file.name.rfind(below, 0) != 0) continue;
      const std::string name = file.name.substr(below.size());
      shelves->emplace(name, hold(std::move(file)));
    }
    if (shelves->empty()) continue;
    const auto get = [held = std::shared_ptr<const Shelves>(shelves)](const HttpRequest& request) {
      const auto found = held->find(request.rest.empty() ? kIndex : request.rest);
      return found == held->end() ? nothing_here() : answer(found->second, request);
    };
    out.push_back({HttpMethod::get, "/" + below, HttpMatch::prefix, get});
    out.push_back({HttpMethod::get, "/" + std::string(folder), HttpMatch::exact, lead(308, below)});
    if (folder == kWallet)
      out.push_back({HttpMethod::get, "/", HttpMatch::exact, lead(307, below)});
  }
  return out;
}

}  // namespace whit
