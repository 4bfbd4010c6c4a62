// SPDX-License-Identifier: Apache-2.0
// The pages that work in a browser by themselves: the one that checks (web/verify) below /check/,
// the wallet (web/wallet) below /wallet/. Their files are held in memory from the start: a request
// can only pick one of their names.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http_server.h"

namespace whit {

// kPageFolders are the pages that there may be, each a folder below the service's address.
inline constexpr std::array<std::string_view, 2> kPageFolders = {"check", "wallet"};

// PageFile is one file of a page. `name` begins with the page's folder and has slashes between
// folders: check/index.html.
struct PageFile {
  std::string name, content;
  std::string packed = {};  // the same by gzip; empty where that gains nothing
};

// page_media_type is the type of a file with such a name; empty for what a page doesn't have.
std::string_view page_media_type(std::string_view name) noexcept;

// page_routes are GET and HEAD of each file, of each page's folder (its index.html) and of the
// folder without its slash, which leads there; the service's bare address, as letters have it,
// leads to the wallet. A browser that has a file asks by its ETag and gets 304. Every reply holds
// the page to its own origin: no script, request or frame of anybody else, and of the machine the
// camera alone.
std::vector<HttpRoute> page_routes(std::vector<PageFile> files);

}  // namespace whit
