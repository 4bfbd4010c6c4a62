// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/machine.h"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#include <fstream>

#include "serve/http_client.h"

namespace whit::cli {
namespace {

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string out;
  std::getline(file, out);
  return out;
}

// has_swap: the first line of the table is its heading.
bool has_swap() {
  std::ifstream file("/proc/swaps");
  std::string line;
  std::getline(file, line);
  return static_cast<bool>(std::getline(file, line));
}

// reachable makes an address that one can connect to of one that is listened on.
std::string reachable(std::string url) {
  for (const std::string any : {"://0.0.0.0:", "://[::]:"}) {
    const std::size_t at = url.find(any);
    if (at != std::string::npos) url.replace(at, any.size(), "://127.0.0.1:");
  }
  return url;
}

}  // namespace

Machine look_at_machine(const std::string& folder) {
  Machine out;
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) == 0) {
    out.disk_free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    out.disk_size = std::uint64_t{disk.f_blocks} * disk.f_frsize;
  }
  timex clock{};
  out.clock_known = ::adjtimex(&clock) >= 0;
  out.clock_synchronised = out.clock_known && (clock.status & STA_UNSYNC) == 0;
  out.core_pattern = first_line("/proc/sys/kernel/core_pattern");
  out.swaps = has_swap();
  rlimit limit{};
  if (::getrlimit(RLIMIT_MEMLOCK, &limit) == 0) out.lockable = limit.rlim_cur;
  return out;
}

Answer ask_health(const std::string& url) {
  if (url.empty()) return Answer::none;
  HttpLimits limits;
  limits.connect_seconds = 2;
  limits.read_seconds = limits.total_seconds = 5;
  limits.max_body = 4096;
  const HttpReply reply = HttpClient(reachable(url), limits).get("/healthz");
  if (reply.failure == HttpFailure::untrusted) return Answer::hidden;
  if (reply.failure != HttpFailure::none) return Answer::none;
  return reply.status == 200 ? Answer::well : Answer::unwell;
}

}  // namespace whit::cli
