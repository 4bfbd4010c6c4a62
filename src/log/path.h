// SPDX-License-Identifier: Apache-2.0
// Where the files of a log lie below its prefix. Spec: spec/log.md, section 13. Tiles: log/tile.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "whit/bytes.h"

namespace whit {

inline constexpr std::string_view kCheckpointPath = "checkpoint";
inline constexpr std::string_view kKeyListFolder = "key-list", kHeadFolder = "head",
                                  kSegmentFolder = "segment";
// What a file other than tiles and checkpoint may have at most, in bytes.
inline constexpr std::size_t kMaxLogObject = std::size_t{32} << 20;

// header_path is like "header/12".
std::string header_path(std::uint64_t number);
// object_path is like "key-list/2c26b4...", by one of the folders above.
std::string object_path(std::string_view folder, const Hash& hash);

// is_log_path tells whether a log may have a file at `path`: what is written as above, and tiles.
// Nothing else passes, such as "..", "//" or a second way to write a number.
bool is_log_path(std::string_view path);

}  // namespace whit
