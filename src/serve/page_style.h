// SPDX-License-Identifier: Apache-2.0
// The one style sheet of all pages (web/staff/style.css).
#pragma once

#include <string>

#include "serve/http_server.h"

namespace whit {

// style_route answers `path` with it.
HttpRoute style_route(std::string path);

}  // namespace whit
