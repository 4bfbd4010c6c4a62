// SPDX-License-Identifier: Apache-2.0
// Jobs: what a service does by itself, one after the other. Each is idempotent, and also a command.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "whit/time.h"

namespace whit::cli {

inline constexpr Seconds kRetryAfter = 60;  // when a job failed

// JobState is how a job stands.
struct JobState {
  std::string name;
  UnixTime due = 0;           // 0: at once
  UnixTime last_success = 0;  // 0: never since the start
  UnixTime last_failure = 0;
  std::uint64_t failures = 0;  // since the start
  std::string error;           // of the last run, empty if it went well
};

class Jobs {
 public:
  // Work does the job and gives when it is due next. Whatever it throws is one failure of this job
  // and ends nothing else.
  using Work = std::function<UnixTime(UnixTime now)>;
  // Failed is told of every failure, from the thread that runs the jobs.
  using Failed = std::function<void(std::string_view job, const std::string& error)>;

  explicit Jobs(Failed failed) : failed_(std::move(failed)) {}

  // add puts a job behind those that are there. Not while run() is at work.
  void add(std::string name, Work work);
  // run does what is due at `now`, in the order of add(); from one thread.
  void run(UnixTime now);
  // hurry makes a job due at `when` at the latest.
  void hurry(std::string_view name, UnixTime when);
  // states may be called from any thread.
  std::vector<JobState> states() const;

 private:
  void run_one(std::size_t at, UnixTime now);
  Failed failed_;
  std::vector<Work> work_;
  mutable std::mutex mutex_;
  std::vector<JobState> states_;  // under mutex_; one for each of work_
};

}  // namespace whit::cli
