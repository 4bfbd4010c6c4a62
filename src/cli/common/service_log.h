// SPDX-License-Identifier: Apache-2.0
// What a running service writes to standard error: one JSON object a line, with nothing in it that
// leads to a person or a place.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "serve/http_server.h"
#include "whit/time.h"

namespace whit::cli {

// ServiceLog may be used from any thread; lines don't mix.
class ServiceLog {
 public:
  explicit ServiceLog(std::function<UnixTime()> now) : now_(std::move(now)) {}

  // request logs one answer: its route, status, sizes and time.
  void request(const HttpExchange& exchange) const;
  // event logs what the service did by itself. `text` never names a person.
  void event(std::string_view name, std::string_view text) const;
  // failed logs that a job failed.
  void failed(std::string_view job, std::string_view error) const;

 private:
  void line(std::string_view event, const std::string& rest) const;
  std::function<UnixTime()> now_;
};

}  // namespace whit::cli
