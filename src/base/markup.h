// SPDX-License-Identifier: Apache-2.0
// Text on its way into HTML or SVG.
#pragma once

#include <string>
#include <string_view>

namespace whit {

// escape makes `text` fit for an element's content and for an attribute in quotes. Control
// characters and bytes that aren't UTF-8 become '?'; new lines and tabs stay.
std::string escape(std::string_view text);

}  // namespace whit
