// SPDX-License-Identifier: Apache-2.0
#include "serve/page_style.h"

#include <span>

#include "base/embedded.h"

namespace whit {

std::span<const EmbeddedFile> staff_web_files() noexcept;  // web/staff, built in

HttpRoute style_route(std::string path) {
  const auto answer = [](const HttpRequest&) {
    HttpResponse out;
    for (const EmbeddedFile& file : staff_web_files()) {
      if (file.name != "style.css") continue;
      out.status = 200;
      out.content_type = "text/css; charset=utf-8";
      out.cache_control = "public, max-age=3600";
      out.body = file.content;
    }
    return out;
  };
  return {HttpMethod::get, std::move(path), HttpMatch::exact, answer};
}

}  // namespace whit
