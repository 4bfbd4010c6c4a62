// SPDX-License-Identifier: Apache-2.0
// What every page has: a head without scripts, the way round, the languages, one heading.
#pragma once

#include <string>
#include <string_view>

#include "serve/http_server.h"
#include "serve/page_html.h"
#include "serve/page_text.h"

namespace whit {

// kPagePolicy is the Content-Security-Policy of every page: nothing but our own style and forms.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'";

struct Shell {
  const Texts& say;
  const Languages& languages;
  std::string_view office;  // whose page it is
  std::string_view style;   // path of the style sheet
  std::string_view here;    // path and query of this page, ending in "?" or "&": languages follow
  std::string title;        // the one h1
  Html round;               // the way round, empty for none
  Html main;                // what follows the h1
};
HttpResponse render(const Shell& shell, int status);

// alert and note are a sentence at the top: a refusal, and what was done.
Html alert(std::string_view text);
Html note(std::string_view text);

}  // namespace whit
