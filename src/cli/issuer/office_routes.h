// SPDX-License-Identifier: Apache-2.0
// What each listener of a running issuer answers.
#pragma once

#include <vector>

#include "cli/issuer/office.h"
#include "serve/http_server.h"
#include "serve/staff_session.h"

namespace whit::cli {

// routes_for_all are wallets', checkers' and the page /stop.
std::vector<HttpRoute> routes_for_all(Office& office);

// routes_for_staff are the staff's pages and API, /metrics and /healthz.
std::vector<HttpRoute> routes_for_staff(Office& office, StaffSessions& sessions);

}  // namespace whit::cli
