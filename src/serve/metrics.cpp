// SPDX-License-Identifier: Apache-2.0
#include "serve/metrics.h"

namespace whit {
namespace {

std::string_view name_of(MetricsText::Type type) {
  switch (type) {
    case MetricsText::Type::counter:
      return "counter";
    case MetricsText::Type::gauge:
      return "gauge";
    case MetricsText::Type::histogram:
      return "histogram";
  }
  return "untyped";
}

// seconds writes microseconds as a decimal fraction, exactly.
std::string seconds(std::uint64_t microseconds) {
  std::string fraction = std::to_string(microseconds % 1000000);
  fraction.insert(0, 6 - fraction.size(), '0');
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  return std::to_string(microseconds / 1000000) + "." + fraction;
}

}  // namespace

void MetricsText::family(std::string_view name, Type type, std::string_view help) {
  name_ = name;
  text_ += "# HELP " + name_ + " ";
  text_ += help;
  text_ += "\n# TYPE " + name_ + " ";
  text_ += name_of(type);
  text_ += '\n';
}

void MetricsText::part(std::string_view suffix, std::string_view labels, std::string_view value) {
  text_ += name_;
  text_ += suffix;
  if (!labels.empty()) {
    text_ += '{';
    text_ += labels;
    text_ += '}';
  }
  text_ += ' ';
  text_ += value;
  text_ += '\n';
}

void MetricsText::sample(std::string_view labels, std::uint64_t value) {
  part("", labels, std::to_string(value));
}

void MetricsText::single(std::string_view name, Type type, std::string_view help,
                         std::uint64_t value) {
  family(name, type, help);
  sample("", value);
}

std::string metric_label(std::string_view name, std::string_view value) {
  std::string out(name);
  out += "=\"";
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

void Metrics::count(const HttpExchange& exchange) {
  // What matched no route is counted together: its path is a stranger's text.
  const std::string route(exchange.route.empty() ? "none" : exchange.route);
  const std::lock_guard lock(mutex_);
  answers_[{route, exchange.status}] += 1;
  bytes_in_ += exchange.bytes_in;
  bytes_out_ += exchange.bytes_out;
  if (exchange.route.empty()) return;
  Timing& timing = timings_[route];
  std::size_t at = 0;
  while (at < kBounds.size() && exchange.microseconds > kBounds[at]) ++at;
  timing.buckets[at] += 1;
  timing.microseconds += exchange.microseconds;
  timing.count += 1;
}

void Metrics::write_timings(MetricsText& page) const {
  page.family("whit_http_handler_seconds", MetricsText::Type::histogram,
              "Time in the handler, by route.");
  for (const auto& [route, timing] : timings_) {
    const std::string label = metric_label("route", route);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      sum += timing.buckets[i];
      page.part("_bucket", label + "," + metric_label("le", seconds(kBounds[i])),
                std::to_string(sum));
    }
    page.part("_bucket", label + ",le=\"+Inf\"", std::to_string(timing.count));
    page.part("_sum", label, seconds(timing.microseconds));
    page.part("_count", label, std::to_string(timing.count));
  }
}

void Metrics::write(MetricsText& page) const {
  const std::lock_guard lock(mutex_);
  page.family("whit_http_requests_total", MetricsText::Type::counter,
              "Requests answered, by route and status.");
  for (const auto& [key, number] : answers_) {
    page.sample(
        metric_label("route", key.first) + "," + metric_label("status", std::to_string(key.second)),
        number);
  }
  page.single("whit_http_request_bytes_total", MetricsText::Type::counter, "Bodies received.",
              bytes_in_);
  page.single("whit_http_response_bytes_total", MetricsText::Type::counter, "Bodies sent.",
              bytes_out_);
  write_timings(page);
}

}  // namespace whit
