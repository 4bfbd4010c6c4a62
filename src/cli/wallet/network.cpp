// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/network.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>

#include <memory>

namespace whit::cli {
namespace {

struct Free {
  void operator()(ifaddrs* list) const { freeifaddrs(list); }
};

bool names_this_machine(std::string_view url) {
  const std::size_t host = url.find("://");
  if (host == url.npos) return false;
  const std::string_view rest = url.substr(host + 3);
  return rest.substr(0, 4) == "127." || rest.substr(0, 9) == "localhost" ||
         rest.substr(0, 5) == "[::1]";
}

}  // namespace

bool has_network(std::string_view url) {
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return true;
  const std::unique_ptr<ifaddrs, Free> list(first);
  const bool here = names_this_machine(url);
  for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr || (at->ifa_flags & IFF_UP) == 0) continue;
    const auto family = at->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    if (here || (at->ifa_flags & IFF_LOOPBACK) == 0) return true;
  }
  return false;
}

}  // namespace whit::cli
