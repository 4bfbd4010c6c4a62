// SPDX-License-Identifier: Apache-2.0
// The prepared image beside an installed bundle (whit/prepared.h): a check that starts cold finds
// its table of withdrawn handles there and needn't make it. It is a convenience: without one, or
// with one that is old, damaged or unreadable, everything answers the same, later.
#pragma once

#include <memory>
#include <string>

#include "whit/bundle.h"

namespace whit::cli {

// keep_prepared leaves at `path` an image of `bundle`, which has just been installed: it writes one
// for the day of `now` unless there is one already, with a bar on a terminal. It never fails: where
// there is no room for it, no image is left. The folder's lock should be held.
void keep_prepared(const std::string& path, const Bundle& bundle, UnixTime now) noexcept;

// use_prepared gives `bundle` the image at `path`, if one is there that fits. What it returns has
// to live as long as the bundle; null if there is none. `path` must be in the checker's own folder:
// who may write it decides what is withdrawn.
std::unique_ptr<std::uint8_t[]> use_prepared(Bundle& bundle, const std::string& path) noexcept;

}  // namespace whit::cli
