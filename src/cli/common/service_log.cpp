// SPDX-License-Identifier: Apache-2.0
#include "cli/common/service_log.h"

#include <cstdio>

#include "cli/common/clock.h"
#include "cli/common/program.h"

namespace whit::cli {

void ServiceLog::request(const HttpExchange& exchange) const {
  line("request", ",\"route\":" + json_quoted(exchange.route) +
                      ",\"status\":" + std::to_string(exchange.status) +
                      ",\"in\":" + std::to_string(exchange.bytes_in) +
                      ",\"out\":" + std::to_string(exchange.bytes_out) +
                      ",\"us\":" + std::to_string(exchange.microseconds));
}

void ServiceLog::event(std::string_view name, std::string_view text) const {
  line(name, ",\"text\":" + json_quoted(text));
}

void ServiceLog::failed(std::string_view job, std::string_view error) const {
  line("error", ",\"job\":" + json_quoted(job) + ",\"text\":" + json_quoted(error));
}

void ServiceLog::line(std::string_view event, const std::string& rest) const {
  const std::string out = "{\"time\":" + json_quoted(format_rfc3339(now_())) +
                          ",\"event\":" + json_quoted(event) + rest + "}\n";
  std::fwrite(out.data(), 1, out.size(), stderr);  // one call: lines don't mix
}

}  // namespace whit::cli
