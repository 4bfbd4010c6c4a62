// SPDX-License-Identifier: Apache-2.0
// The site's own program that hears of every answer: a turnstile, a lamp. It is called as
//
//     PROGRAM VERDICT CLASS        such as: PROGRAM valid yes
//
// and learns nothing else: no code, no value, no environment, no open file. It is nobody's shell,
// and nobody waits for it.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/verify/gate/source.h"

namespace whit::cli::gate {

class Hook {
 public:
  // An empty `program` is none. One that isn't there or can't be run is a Failure.
  explicit Hook(const std::string& program);
  // ~Hook ends those that still run.
  ~Hook();
  Hook(const Hook&) = delete;
  Hook& operator=(const Hook&) = delete;

  // call starts it. Where too many still run, this one is left out, and `trouble` says so.
  void call(std::string_view verdict, std::string_view verdict_class, Clock::time_point now);
  // due is when `tick` has to look after those that run.
  std::optional<Clock::time_point> due() const;
  // tick buries those that have ended, and ends those whose 2 s are over.
  void tick(Clock::time_point now);
  // finish waits until all have ended, 2 s at the most.
  void finish();
  // trouble is what went wrong last, until one goes right.
  const std::string& trouble() const noexcept { return trouble_; }

 private:
  struct Running {
    pid_t pid;
    Clock::time_point since;
  };
  std::string program_, trouble_;
  std::vector<Running> running_;
};

}  // namespace whit::cli::gate
