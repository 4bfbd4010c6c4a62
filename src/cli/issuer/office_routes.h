// SPDX-License-Identifier: Apache-2.0
// What each listener of a running issuer answers.
#pragma once

#include <vector>

#include "cli/issuer/office.h"
#include "serve/check_page.h"
#include "serve/http_server.h"
#include "serve/staff_session.h"

namespace whit::cli {

// routes_for_all are wallets', checkers', the page /stop and, where there are files of it, the page
// /check/.
std::vector<HttpRoute> routes_for_all(Office& office, const std::vector<PageFile>& pages);

// routes_for_staff are the staff's pages and API, /metrics and /healthz.
std::vector<HttpRoute> routes_for_staff(Office& office, StaffSessions& sessions);

}  // namespace whit::cli
