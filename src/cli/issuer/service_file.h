// SPDX-License-Identifier: Apache-2.0
// service.json: how the running service says to `status` and `doctor` where it listens and how its
// jobs stand. It holds nothing about anybody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/issuer/folder.h"
#include "cli/issuer/jobs.h"

namespace whit::cli {

inline constexpr std::size_t kGrowthDays = 30;

// ServiceFile is written once a minute, and once more at an orderly end.
struct ServiceFile {
  UnixTime started = 0, seen = 0;
  UnixTime stopped = 0;             // 0 while it runs, or if it ended without a word
  std::string url, staff_url;       // the second is empty without staff pages
  std::string tls_certificate;      // file, empty without TLS
  std::uint64_t tokens_minute = 0;  // signed in the last minute that was counted
  std::uint64_t tokens_peak = 0;    // the most in one minute of this day
  std::vector<JobState> jobs;
  std::vector<std::pair<Day, std::uint64_t>> growth;  // bytes of the store, a day each, ascending
};

void write_service_file(const Folder& folder, const ServiceFile& service);
// read_service_file is absent where no service ever ran, or its file can't be read.
std::optional<ServiceFile> read_service_file(const Folder& folder);

// note_growth keeps one size a day, the newest kGrowthDays of them.
void note_growth(ServiceFile& service, Day day, std::uint64_t bytes);
// growth_a_day is how many bytes the store gained a day, lately; 0 if it isn't known or shrinks.
std::uint64_t growth_a_day(const ServiceFile& service);

}  // namespace whit::cli
