// SPDX-License-Identifier: Apache-2.0
// The public page on which whoever has a stop code ends a wallet: no login, no script, any device.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "serve/http_server.h"
#include "whit/time.h"

namespace whit {

class IssuerService;

// StopLook is what the page says of the issuer.
struct StopLook {
  std::string office;  // the issuer's name, as its trust file has it
  // oldest_data is the largest maximum bundle age of the presets in force, 0 where it isn't known:
  // after that long every checker knows.
  std::function<Seconds()> oldest_data;
};

// public_pages are the page /stop and its style, for the listener that wallets use. The service
// must outlive the server; `now` is called once a request.
std::vector<HttpRoute> public_pages(IssuerService& service, StopLook look,
                                    std::function<UnixTime()> now);

}  // namespace whit
