// SPDX-License-Identifier: Apache-2.0
// The paths that an issuer answers on (spec/collect.md, section 8), over its service and the
// bundle that it has published.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "serve/http_server.h"
#include "whit/result.h"
#include "whit/time.h"

namespace whit {

class IssuerService;

// Published is one bundle in the forms that it is fetched in.
struct Published {
  std::string whole, head;                      // bundle-file, and its signed head
  std::map<std::string, std::string> segments;  // by SHA-256 in hex
  std::string trust = {};                       // trust file; empty: none is offered
};

// published_from takes a bundle-file apart; `trust` stays empty. It checks nothing else: whoever
// publishes has.
Result<Published> published_from(Bytes file);

// Shelf holds the newest bundle. A request that has begun finishes with the one it found.
class Shelf {
 public:
  void put(Published published);
  std::shared_ptr<const Published> get() const;  // null before the first put

 private:
  mutable std::mutex guard_;
  std::shared_ptr<const Published> published_;
};

// issuer_routes are all routes. What they hold on to must outlive the server; `now` is called
// once a request.
std::vector<HttpRoute> issuer_routes(IssuerService& service, const Shelf& shelf,
                                     std::function<UnixTime()> now);

}  // namespace whit
