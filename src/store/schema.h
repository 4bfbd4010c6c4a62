// SPDX-License-Identifier: Apache-2.0
// The tables of the store and how older files become newer ones.
#pragma once

#include <string>
#include <string_view>

#include "store/database.h"

namespace whit {

// newest_schema is the version of the tables that this program makes and reads.
int newest_schema() noexcept;

// create_file makes a new store of one issuer, mode 0600: already_exists, storage_failed.
Status create_file(const std::string& path, std::string_view iss);

// check_file brings an older file to this version's tables, and refuses a newer one
// (newer_store), another issuer's (wrong_issuer) and what is no store of ours (storage_failed).
Status check_file(Database& database, std::string_view iss);

// version_sql is what leads from version `number` - 1 to `number`, from 1; a null pointer beyond.
const char* version_sql(int number) noexcept;

}  // namespace whit
