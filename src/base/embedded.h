// SPDX-License-Identifier: Apache-2.0
// Files that were built into the program (cmake/WhitEmbed.cmake).
#pragma once

#include <string_view>

namespace whit {

// EmbeddedFile is one of them. Both views live as long as the program.
struct EmbeddedFile {
  std::string_view name;  // without folders
  std::string_view content;
};

}  // namespace whit
