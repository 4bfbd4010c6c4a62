// SPDX-License-Identifier: Apache-2.0
// Two endpoints to compare issuing with. They stand beside the issuer's own on the same server, in
// the benchmark only: neither makes anything durable.
#pragma once

#include <map>
#include <vector>

#include "issue/issuing.h"
#include "issue/person.h"
#include "serve/http_server.h"

namespace whit::bench {

inline constexpr const char* kCollectPath = "/v1/collect";
// sign-only does all that a collect does but the store: it parses, checks signature and proofs,
// deals on a person in memory, signs and answers.
inline constexpr const char* kSignOnlyPath = "/bench/sign-only";
// signatures makes as many signatures as a top-up has and answers as many bytes, and does nothing
// else: no parsing, no check of who asks.
inline constexpr const char* kSignaturesPath = "/bench/signatures";

HttpRoute sign_only_route(const Issuing& issuing, const std::map<CollectionId, Person>& people,
                          Rng& rng);
HttpRoute signatures_route(const Issuing& issuing);

// token_message is as long as what is signed for one token.
ByteVector token_message(const Issuing& issuing);

// Rates are tokens a second of processor time, in one thread.
double dealt_per_second(const Issuing& issuing, const std::map<CollectionId, Person>& people,
                        const std::vector<ByteVector>& requests, double seconds);
double signed_per_second(double seconds, std::size_t message_size);

}  // namespace whit::bench
