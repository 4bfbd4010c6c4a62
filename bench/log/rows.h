// SPDX-License-Identifier: Apache-2.0
// What a benchmark of the log found: rows of slices, printed as one JSON object for bench/run.
#pragma once

#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace whit::bench {

[[noreturn]] inline void give_up(const std::string& what) {
  std::fprintf(stderr, "bench: error: %s\n", what.c_str());
  std::exit(3);
}

inline void must(bool good, const char* what) {
  if (!good) give_up(std::string("cannot ") + what);
}

// Rows are named lists of slices.
class Rows {
 public:
  void add(const std::string& name, double value) { rows_[name].push_back(value); }
  void print() const {
    const char* before = "{";
    for (const auto& [name, slices] : rows_) {
      std::printf("%s\"%s\": [", before, name.c_str());
      for (std::size_t i = 0; i < slices.size(); ++i) {
        std::printf("%s%.6g", i == 0 ? "" : ", ", slices[i]);
      }
      std::printf("]");
      before = ", ";
    }
    std::printf("}\n");
  }

 private:
  std::map<std::string, std::vector<double>> rows_;
};

inline double seconds_of(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// processor_seconds is what `act` takes of this process's processor time, wall_seconds of the day.
template <class Act>
double processor_seconds(const Act& act) {
  const double start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  act();
  return seconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
}
template <class Act>
double wall_seconds(const Act& act) {
  const double start = seconds_of(CLOCK_MONOTONIC);
  act();
  return seconds_of(CLOCK_MONOTONIC) - start;
}

}  // namespace whit::bench
