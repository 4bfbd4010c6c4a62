// SPDX-License-Identifier: Apache-2.0
// in_parallel: many small acts on all cores, and the first trouble of any of them.
#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace whit::privacy {

// More threads than cores, so that those who wait for a commit share it.
inline constexpr std::size_t kThreadsPerCore = 8;

// in_parallel calls `act` with each number below `count`, in any order.
template <class Act>
void in_parallel(std::size_t count, const Act& act) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next{0};
  std::exception_ptr trouble;
  std::mutex mutex;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) act(i);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!trouble) trouble = std::current_exception();
      next = count;
    }
  };
  std::vector<std::thread> all;
  for (std::size_t i = 0; i < std::min(count, cores * kThreadsPerCore); ++i) all.emplace_back(work);
  for (std::thread& thread : all) thread.join();
  if (trouble) std::rethrow_exception(trouble);
}

}  // namespace whit::privacy
