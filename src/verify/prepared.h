// SPDX-License-Identifier: Apache-2.0
// Reading prepared images. Their format is in whit/prepared.h.
#pragma once

#include <optional>

#include "trust/handle_tables.h"

namespace whit {

// check_front tells whether `image` is one for the bundle whose head's hash is `head`, with a front
// that is whole and tables that fill the rest exactly. It hashes the front alone.
Status check_front(Bytes image, const Hash& head) noexcept;

// find_prepared is the table of `key` in `image`, which is empty or has passed check_front, if it
// is there, holds `handles` handles and matches its hash.
std::optional<Bytes> find_prepared(Bytes image, const TableKey& key, std::size_t handles) noexcept;

}  // namespace whit
