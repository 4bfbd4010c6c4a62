// SPDX-License-Identifier: Apache-2.0
// The paths that a witness answers on (C2SP tlog-witness). Spec: spec/log.md, section 14.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/witness.h"
#include "serve/http_server.h"

namespace whit {

// WitnessStore is what a witness remembers of the logs that it knows. From many threads at once.
class WitnessStore {
 public:
  virtual ~WitnessStore() = default;

  // Decision looks at a log, a null pointer where the origin is unknown.
  using Decision = std::function<audit::Judged(const audit::WitnessedLog*)>;
  // decide asks `decision` about one log while nobody else does. Where it says 200, `next` is
  // durable before this comes back; where it can't be kept, the answer is another status.
  virtual audit::Judged decide(std::string_view origin, const Decision& decision) = 0;

  // newest is the checkpoint that was cosigned last of the origin with this SHA-256, with the log's
  // signature and ours; nothing where there is none.
  virtual std::optional<std::string> newest(const Hash& origin) = 0;
};

// witness_routes are POST /add-checkpoint and GET /<hex>/checkpoint. What they hold on to must
// outlive the server, which takes bodies up to audit::kMaxAddCheckpoint; `now` is called once a
// request.
std::vector<HttpRoute> witness_routes(WitnessStore& store, const NoteSigner& signer,
                                      std::function<UnixTime()> now);

}  // namespace whit
