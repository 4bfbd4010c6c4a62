// SPDX-License-Identifier: Apache-2.0
// What each listener of a running issuer answers.
#pragma once

#include <vector>

#include "cli/issuer/office.h"
#include "serve/http_server.h"
#include "serve/page_files.h"
#include "serve/staff_session.h"

namespace whit::cli {

// routes_for_all are wallets', checkers', the page /stop and, where there are files of them, the
// pages /check/ and /wallet/.
std::vector<HttpRoute> routes_for_all(Office& office, const std::vector<PageFile>& pages);

// routes_for_staff are the staff's pages and API, /metrics and /healthz.
std::vector<HttpRoute> routes_for_staff(Office& office, StaffSessions& sessions);

}  // namespace whit::cli
