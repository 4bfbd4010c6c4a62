// SPDX-License-Identifier: Apache-2.0
// Figures about a service in Prometheus' text format, version 0.0.4. There is no person in them:
// no reference, no value, no address; routes by their pattern, never a path.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "serve/http_server.h"

namespace whit {

inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

// MetricsText writes a page, family by family.
class MetricsText {
 public:
  enum class Type : std::uint8_t { counter, gauge, histogram };
  // family begins a metric; its samples follow. `help` is one line.
  void family(std::string_view name, Type type, std::string_view help);
  // sample is a value of the family; `labels` as label() makes them, several with commas between.
  void sample(std::string_view labels, std::uint64_t value);
  // part is a sample whose name goes on behind the family's: _bucket, _sum, _count.
  void part(std::string_view suffix, std::string_view labels, std::string_view value);
  // single is a family of one sample without labels.
  void single(std::string_view name, Type type, std::string_view help, std::uint64_t value);

  const std::string& text() const noexcept { return text_; }

 private:
  std::string text_, name_;
};

// metric_label is name="value", escaped as the format wants it.
std::string metric_label(std::string_view name, std::string_view value);

// Metrics counts what an HTTP service answers. Every function may be called from any thread.
class Metrics {
 public:
  void count(const HttpExchange& exchange);
  void write(MetricsText& page) const;

 private:
  // Upper bounds in microseconds; one more bucket takes the rest.
  static constexpr std::array<std::uint64_t, 10> kBounds = {500,   1000,  2500,   5000,   10000,
                                                            25000, 50000, 100000, 500000, 2500000};
  struct Timing {
    std::array<std::uint64_t, kBounds.size() + 1> buckets{};
    std::uint64_t microseconds = 0, count = 0;
  };
  void write_timings(MetricsText& page) const;

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> answers_;  // by route and status
  std::map<std::string, Timing> timings_;                         // by route
  std::uint64_t bytes_in_ = 0, bytes_out_ = 0;
};

}  // namespace whit
