// SPDX-License-Identifier: Apache-2.0
#include "issue/routes.h"

#include <sodium.h>
#include <time.h>

#include "crypto/hash.h"
#include "issue/deal.h"
#include "issue/office.h"

namespace whit::bench {
namespace {

using test::kNoon;

HttpResponse done(std::string body) {
  HttpResponse out;
  out.status = 200;
  out.content_type = "application/cbor";
  out.body = std::move(body);
  out.date = kNoon;
  return out;
}

Result<ByteVector> collect_unstored(const Issuing& issuing,
                                    const std::map<CollectionId, Person>& people, Rng& rng,
                                    Bytes body) {
  WHIT_TRY(const Collect collect, parse_collect(body));
  const Hash request = sha256(body);
  const auto person = people.find(collect.id);
  if (person == people.end()) return Errc::unknown_key;
  WHIT_CHECK(check_collect(collect, issuing.iss, person->second.collection_key));
  WHIT_TRY(Dealing dealing, deal(issuing, person->second, collect, kNoon, rng));
  dealing.request = request;
  return encode(dealing.answer);
}

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace

HttpRoute sign_only_route(const Issuing& issuing, const std::map<CollectionId, Person>& people,
                          Rng& rng) {
  return {HttpMethod::post, kSignOnlyPath, HttpMatch::exact, [&](const HttpRequest& request) {
            const auto answer = collect_unstored(issuing, people, rng, request.body);
            return answer.ok() ? done(std::string(as_text(*answer)))
                               : refused(refusal_of(answer.error().code));
          }};
}

HttpRoute signatures_route(const Issuing& issuing) {
  return {HttpMethod::post, kSignaturesPath, HttpMatch::exact, [&](const HttpRequest& request) {
            ByteVector message = token_message(issuing);
            std::string out;
            for (std::size_t i = 0; i < kTopUp; ++i) {
              message.back() = static_cast<std::uint8_t>(i + request.body.size());
              out += as_text(issuing.signers[0]->sign(message)->view());
              out.append(14, '\0');  // a handle, and what surrounds them
            }
            return done(std::move(out));
          }};
}

ByteVector token_message(const Issuing& issuing) {
  TokenClaims claims;
  claims.iss = issuing.iss;
  claims.day = test::kToday + 1;
  claims.vct = test::kPermit;
  return build_revocable(claims, key_id(issuing.signers[0]->public_key())).to_be_signed();
}

double dealt_per_second(const Issuing& issuing, const std::map<CollectionId, Person>& people,
                        const std::vector<ByteVector>& requests, double seconds) {
  std::vector<std::pair<const Person*, Collect>> asked;
  for (const ByteVector& request : requests) {
    const auto collect = parse_collect(request);
    if (!collect.ok()) __builtin_trap();
    asked.emplace_back(&people.at(collect->id), *collect);
  }
  SystemRng rng;
  std::size_t tokens = 0;
  const double start = processor_seconds();
  double spent = 0;
  for (std::size_t i = 0; spent < seconds; i = (i + 1) % asked.size()) {
    const auto dealing = deal(issuing, *asked[i].first, asked[i].second, kNoon, rng);
    if (!dealing.ok()) __builtin_trap();
    tokens += dealing->leaves.size();
    spent = processor_seconds() - start;
  }
  return static_cast<double>(tokens) / spent;
}

double signed_per_second(double seconds, std::size_t message_size) {
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_keypair(key.data(), secret.data());
  ByteVector message(message_size);
  std::array<std::uint8_t, crypto_sign_BYTES> signature;
  std::size_t count = 0;
  const double start = processor_seconds();
  double spent = 0;
  while (spent < seconds) {
    for (std::size_t i = 0; i < kTopUp; ++i, ++count) {
      message[0] = static_cast<std::uint8_t>(count);
      crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                           secret.data());
    }
    spent = processor_seconds() - start;
  }
  return static_cast<double>(count) / spent;
}

}  // namespace whit::bench
