// SPDX-License-Identifier: Apache-2.0
// The JSON API of spec/staff-api.json.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "serve/http_server.h"
#include "serve/staff_parts.h"

namespace whit {

// StaffPath is one operation, its path written as in the OpenAPI text: the part that changes stands
// in braces.
struct StaffPath {
  HttpMethod method{};
  std::string_view path;
};
std::vector<StaffPath> staff_api_paths();

// staff_api_routes answers all of them, and whatever else begins like them.
std::vector<HttpRoute> staff_api_routes(const std::shared_ptr<StaffParts>& parts);

}  // namespace whit
