// SPDX-License-Identifier: Apache-2.0
// The page that checks in a browser (web/verify), given out below /check/. Its files are held in
// memory from the start: a request can only pick one of their names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/http_server.h"

namespace whit {

inline constexpr std::string_view kCheckPath = "/check/";

// PageFile is one file of it. `name` stands below kCheckPath, with slashes between folders.
struct PageFile {
  std::string name, content;
  std::string packed = {};  // the same by gzip; empty where that gains nothing
};

// page_media_type is the type of a file with such a name; empty for what a page doesn't have.
std::string_view page_media_type(std::string_view name) noexcept;

// check_page_routes are GET and HEAD of each file, of the folder (index.html) and of the folder
// without its slash, which leads there. A browser that has a file asks by its ETag and gets 304.
// Every reply holds the page to its own origin: no script, request or frame of anybody else, and
// of the machine the camera alone.
std::vector<HttpRoute> check_page_routes(std::vector<PageFile> files);

}  // namespace whit
