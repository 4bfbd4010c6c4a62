// SPDX-License-Identifier: Apache-2.0
// What staff use: the JSON API of spec/staff-api.json and the pages in the browser, over the same
// functions. They belong on a listener of their own, apart from the one that wallets use.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http_server.h"
#include "serve/staff_session.h"
#include "whit/time.h"

namespace whit {

class IssuerService;

// StaffLook is what the pages show of the issuer.
struct StaffLook {
  std::string office;  // the issuer's name, as its trust file has it
  std::string words;   // the six words of its root, for invitation sheets
  // draw_qr gives an <svg> element that shows `text` as a QR code; empty where it can't.
  std::function<std::string(std::string_view text)> draw_qr;
  // stop_page is the address of the public stop page, for the sheet to name; may be empty.
  std::string stop_page = {};
};

// staff_routes are all of them. The service and the sessions must outlive the server; `now` is
// called once a request.
std::vector<HttpRoute> staff_routes(IssuerService& service, StaffSessions& sessions, StaffLook look,
                                    std::function<UnixTime()> now);

}  // namespace whit
