// SPDX-License-Identifier: Apache-2.0
#include "serve/witness_routes.h"

#include <utility>

#include "base/hex.h"

namespace whit {
namespace {

constexpr const char* kText = "text/plain; charset=utf-8";
constexpr const char* kFewSeconds = "public, max-age=10";
constexpr std::string_view kCheckpoint = "/checkpoint";

HttpResponse text(int status, std::string body) {
  HttpResponse out;
  out.status = status;
  out.content_type = kText;
  out.body = std::move(body);
  return out;
}

HttpResponse add_checkpoint(WitnessStore& store, const NoteSigner& signer, UnixTime now,
                            Bytes body) {
  const auto request = audit::parse_add_checkpoint(as_text(body));
  if (!request) return text(400, "not a request to add a checkpoint\n");
  audit::Judged judged = store.decide(
      audit::origin_of(*request),
      [&](const audit::WitnessedLog* log) { return audit::judge(log, *request, signer, now); });
  HttpResponse out = text(judged.status, std::move(judged.body));
  out.content_type = std::move(judged.content_type);
  return out;
}

HttpResponse newest(WitnessStore& store, std::string_view rest) {
  constexpr std::size_t kDigits = 2 * Hash::kSize;
  const bool fits =
      rest.size() == kDigits + kCheckpoint.size() && rest.substr(kDigits) == kCheckpoint;
  const auto hash = hex::decode(fits ? rest.substr(0, kDigits) : std::string_view{});
  if (!fits || !hash) return text(404, "nothing here\n");
  auto note = store.newest(Hash::from(*hash));
  if (!note) return text(404, "nothing cosigned of such a log\n");
  HttpResponse out = text(200, *std::move(note));
  out.cache_control = kFewSeconds;
  return out;
}

}  // namespace

std::vector<HttpRoute> witness_routes(WitnessStore& store, const NoteSigner& signer,
                                      std::function<UnixTime()> now) {
  const auto add = [&store, &signer, now = std::move(now)](const HttpRequest& request) {
    return add_checkpoint(store, signer, now(), request.body);
  };
  const auto look = [&store](const HttpRequest& request) { return newest(store, request.rest); };
  return {
      {HttpMethod::post, "/add-checkpoint", HttpMatch::exact, add, HttpBody::any},
      {HttpMethod::get, "/", HttpMatch::prefix, look},
  };
}

}  // namespace whit
