// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/jobs.h"

#include <algorithm>
#include <new>

#include "cli/common/message.h"

namespace whit::cli {

void Jobs::add(std::string name, Work work) {
  work_.push_back(std::move(work));
  const std::lock_guard lock(mutex_);
  states_.emplace_back().name = std::move(name);
}

void Jobs::run(UnixTime now) {
  for (std::size_t i = 0; i < work_.size(); ++i) {
    UnixTime due = 0;
    {
      const std::lock_guard lock(mutex_);
      due = states_[i].due;
    }
    if (due <= now) run_one(i, now);
  }
}

void Jobs::run_one(std::size_t at, UnixTime now) {
  UnixTime due = now + kRetryAfter;
  std::string error;
  try {
    due = work_[at](now);
  } catch (const Failure& failure) {
    error = failure.error();
  } catch (const std::bad_alloc&) {
    error = "out of memory";
  } catch (const std::exception&) {  // such texts hold what they choked on
    error = "an error of an unexpected kind";
  }
  std::string name;
  {
    const std::lock_guard lock(mutex_);
    JobState& state = states_[at];
    state.due = due;
    state.error = error;
    if (error.empty()) {
      state.last_success = now;
    } else {
      state.last_failure = now;
      state.failures += 1;
    }
    name = state.name;
  }
  if (!error.empty()) failed_(name, error);
}

void Jobs::hurry(std::string_view name, UnixTime when) {
  const std::lock_guard lock(mutex_);
  for (JobState& state : states_) {
    if (state.name == name) state.due = std::min(state.due, when);
  }
}

std::vector<JobState> Jobs::states() const {
  const std::lock_guard lock(mutex_);
  return states_;
}

}  // namespace whit::cli
