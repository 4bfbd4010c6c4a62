// SPDX-License-Identifier: Apache-2.0
#include "serve/metrics.h"

#include <catch2/catch.hpp>

namespace whit {
namespace {

bool has(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

HttpExchange exchange(std::string_view route, int status, std::uint64_t microseconds) {
  HttpExchange out;
  out.route = route;
  out.status = status;
  out.bytes_in = 10;
  out.bytes_out = 100;
  out.microseconds = microseconds;
  return out;
}

TEST_CASE("answers are counted by route and status", "[serve][metrics]") {
  Metrics metrics;
  metrics.count(exchange("/v1/collect", 200, 800));
  metrics.count(exchange("/v1/collect", 200, 1000));
  metrics.count(exchange("/v1/collect", 409, 1001));
  metrics.count(exchange("", 404, 0));
  MetricsText page;
  metrics.write(page);
  const std::string& text = page.text();
  CHECK(has(text, "# TYPE whit_http_requests_total counter"));
  CHECK(has(text, "whit_http_requests_total{route=\"/v1/collect\",status=\"200\"} 2"));
  CHECK(has(text, "whit_http_requests_total{route=\"/v1/collect\",status=\"409\"} 1"));
  CHECK(has(text, "whit_http_requests_total{route=\"none\",status=\"404\"} 1"));
  CHECK(has(text, "whit_http_request_bytes_total 40"));
  CHECK(has(text, "whit_http_response_bytes_total 400"));
}

TEST_CASE("buckets of a histogram add up, bounds included", "[serve][metrics]") {
  Metrics metrics;
  for (const std::uint64_t us : {500ULL, 501ULL, 1000ULL, 9999999ULL}) {
    metrics.count(exchange("/v1/enrol", 200, us));
  }
  MetricsText page;
  metrics.write(page);
  const std::string route = "whit_http_handler_seconds_bucket{route=\"/v1/enrol\",le=";
  CHECK(has(page.text(), route + "\"0.0005\"} 1"));
  CHECK(has(page.text(), route + "\"0.001\"} 3"));
  CHECK(has(page.text(), route + "\"2.5\"} 3"));
  CHECK(has(page.text(), route + "\"+Inf\"} 4"));
  CHECK(has(page.text(), "whit_http_handler_seconds_sum{route=\"/v1/enrol\"} 10.002"));
  CHECK(has(page.text(), "whit_http_handler_seconds_count{route=\"/v1/enrol\"} 4"));
}

TEST_CASE("a label can't break its line", "[serve][metrics]") {
  CHECK(metric_label("job", "a\"b\\c\nd") == "job=\"a\\\"b\\\\c\\nd\"");
}

}  // namespace
}  // namespace whit
