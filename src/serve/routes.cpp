// SPDX-License-Identifier: Apache-2.0
#include "serve/routes.h"

#include <utility>

#include "base/hex.h"
#include "crypto/hash.h"
#include "store/service.h"
#include "whit/bundle.h"

namespace whit {
namespace {

constexpr const char* kCbor = "application/cbor";
constexpr const char* kAskAgain = "no-cache";  // may be kept, but ask whether it is the newest
constexpr const char* kForEver = "public, max-age=31536000, immutable";  // named by its own hash

HttpResponse done(std::string body, const char* cache_control) {
  return {200, kCbor, std::move(body), cache_control};
}

// lent sends a part of what is published without a copy, however many fetch it at once and however
// slowly they read; it stays in memory until the last of them has it.
HttpResponse lent(const std::shared_ptr<const Published>& published, const std::string& part,
                  const char* cache_control) {
  HttpResponse out = done({}, cache_control);
  out.shared = std::shared_ptr<const std::string>(published, &part);
  return out;
}

HttpResponse dated(HttpResponse response, UnixTime now) {
  response.date = now;
  return response;
}

// answer says what time it is too: wallets correct their clocks by it.
HttpResponse answer(const Result<ByteVector>& result, UnixTime now) {
  if (!result) return dated(refused(refusal_of(result.error().code)), now);
  return dated(done(std::string(as_text(*result)), "no-store"), now);
}

// answer, where `errc` has a refusal of its own on this route.
HttpResponse answer(const Result<ByteVector>& result, Errc errc, Refusal refusal, UnixTime now) {
  if (!result && result.error().code == errc) return dated(refused(refusal), now);
  return answer(result, now);
}

HttpResponse segment(const Shelf& shelf, std::string_view hash) {
  const auto published = shelf.get();
  if (!published) return refused(Refusal::unavailable);
  const auto found = published->segments.find(std::string(hash));
  if (found == published->segments.end()) return refused(Refusal::not_found);
  return lent(published, found->second, kForEver);
}

HttpResponse part(const Shelf& shelf, std::string Published::*which) {
  const auto published = shelf.get();
  if (!published) return refused(Refusal::unavailable);
  return lent(published, (*published).*which, kAskAgain);
}

HttpResponse trust(const Shelf& shelf) {
  const auto published = shelf.get();
  if (published && published->trust.empty()) return refused(Refusal::not_found);
  return part(shelf, &Published::trust);
}

HttpResponse health(const IssuerService& service, const Shelf& shelf) {
  const bool well = !service.failed() && shelf.get() != nullptr;
  HttpResponse out;
  out.status = well ? 200 : 503;
  out.body = well ? "ok\n" : "not signing\n";
  return out;
}

}  // namespace

Result<Published> published_from(Bytes file) {
  WHIT_TRY(const BundleFile parts, parse_bundle_file(file));
  Published out;
  out.whole = as_text(file);
  out.head = as_text(parts.head);
  for (const Bytes segment : parts.segments) {
    out.segments.emplace(hex::encode(sha256(segment).view()), as_text(segment));
  }
  return out;
}

void Shelf::put(Published published) {
  auto fresh = std::make_shared<const Published>(std::move(published));
  const std::lock_guard lock(guard_);
  published_ = std::move(fresh);
}

std::shared_ptr<const Published> Shelf::get() const {
  const std::lock_guard lock(guard_);
  return published_;
}

std::vector<HttpRoute> issuer_routes(IssuerService& service, const Shelf& shelf,
                                     std::function<UnixTime()> now) {
  const auto enrol = [&service, now](const HttpRequest& request) {
    const UnixTime at = now();
    return answer(service.enrol(request.body, at), at);
  };
  const auto collect = [&service, now](const HttpRequest& request) {
    const UnixTime at = now();
    return answer(service.collect(request.body, at), at);
  };
  const auto stop = [&service, now](const HttpRequest& request) {
    const UnixTime at = now();
    return answer(service.stop(request.body, at), Errc::not_found, Refusal::stop, at);
  };
  const auto notice = [&service, now](const HttpRequest& request) {
    const UnixTime at = now();
    return answer(service.notice(request.body, at), Errc::refused, Refusal::notice, at);
  };
  const auto head = [&shelf](const HttpRequest&) { return part(shelf, &Published::head); };
  const auto whole = [&shelf](const HttpRequest&) { return part(shelf, &Published::whole); };
  const auto one = [&shelf](const HttpRequest& request) { return segment(shelf, request.rest); };
  const auto root = [&shelf](const HttpRequest&) { return trust(shelf); };
  const auto well = [&](const HttpRequest&) { return health(service, shelf); };
  return {
      {HttpMethod::post, "/v1/enrol", HttpMatch::exact, enrol},
      {HttpMethod::post, "/v1/collect", HttpMatch::exact, collect},
      {HttpMethod::post, "/v1/stop", HttpMatch::exact, stop},
      {HttpMethod::post, "/v1/notice", HttpMatch::exact, notice},
      {HttpMethod::get, "/v1/bundle/head", HttpMatch::exact, head},
      {HttpMethod::get, "/v1/bundle/whole", HttpMatch::exact, whole},
      {HttpMethod::get, "/v1/bundle/segment/", HttpMatch::prefix, one},
      {HttpMethod::get, "/v1/trust", HttpMatch::exact, root},
      {HttpMethod::get, "/healthz", HttpMatch::exact, well},
  };
}

}  // namespace whit
