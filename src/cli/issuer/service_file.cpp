// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/service_file.h"

#include <nlohmann/json.hpp>

#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

using Json = nlohmann::json;

std::string path_of(const Folder& folder) { return folder.file("service.json"); }

Json json_of(const JobState& job) {
  return {{"name", job.name},
          {"due", job.due},
          {"last_success", job.last_success},
          {"last_failure", job.last_failure},
          {"failures", job.failures},
          {"error", job.error}};
}

JobState job_of(const Json& json) {
  JobState out;
  out.name = json.at("name").get<std::string>();
  out.due = json.at("due").get<UnixTime>();
  out.last_success = json.at("last_success").get<UnixTime>();
  out.last_failure = json.at("last_failure").get<UnixTime>();
  out.failures = json.at("failures").get<std::uint64_t>();
  out.error = json.at("error").get<std::string>();
  return out;
}

ServiceFile service_of(const Json& json) {
  ServiceFile out;
  out.started = json.at("started").get<UnixTime>();
  out.seen = json.at("seen").get<UnixTime>();
  out.stopped = json.at("stopped").get<UnixTime>();
  out.url = json.at("url").get<std::string>();
  out.staff_url = json.at("staff_url").get<std::string>();
  out.tls_certificate = json.at("tls_certificate").get<std::string>();
  out.tokens_minute = json.at("tokens_minute").get<std::uint64_t>();
  out.tokens_peak = json.at("tokens_peak").get<std::uint64_t>();
  for (const Json& job : json.at("jobs")) out.jobs.push_back(job_of(job));
  out.growth = json.at("growth").get<std::vector<std::pair<Day, std::uint64_t>>>();
  return out;
}

}  // namespace

void write_service_file(const Folder& folder, const ServiceFile& service) {
  Json jobs = Json::array();
  for (const JobState& job : service.jobs) jobs.push_back(json_of(job));
  const Json out = {{"started", service.started},
                    {"seen", service.seen},
                    {"stopped", service.stopped},
                    {"url", service.url},
                    {"staff_url", service.staff_url},
                    {"tls_certificate", service.tls_certificate},
                    {"tokens_minute", service.tokens_minute},
                    {"tokens_peak", service.tokens_peak},
                    {"jobs", jobs},
                    {"growth", service.growth}};
  const std::string text = out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  write_file_atomic(path_of(folder), as_bytes(text));
}

// It is no more than news, so that a damaged one is as good as none.
std::optional<ServiceFile> read_service_file(const Folder& folder) {
  try {
    if (!exists(path_of(folder))) return std::nullopt;
    const auto bytes = read_file(path_of(folder), kMegabyte);
    return service_of(Json::parse(bytes.begin(), bytes.end()));
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const Failure&) {
    return std::nullopt;
  }
}

void note_growth(ServiceFile& service, Day day, std::uint64_t bytes) {
  auto& growth = service.growth;
  while (!growth.empty() && growth.back().first >= day) growth.pop_back();
  growth.emplace_back(day, bytes);
  if (growth.size() > kGrowthDays) growth.erase(growth.begin());
}

std::uint64_t growth_a_day(const ServiceFile& service) {
  const auto& growth = service.growth;
  if (growth.size() < 2 || growth.back().second <= growth.front().second) return 0;
  const Day days = growth.back().first - growth.front().first;
  return (growth.back().second - growth.front().second) / days;
}

}  // namespace whit::cli
