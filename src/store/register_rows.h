// SPDX-License-Identifier: Apache-2.0
// Rows of an import against the rows of the register.
#pragma once

#include <vector>

#include "crypto/rng.h"
#include "crypto/secret.h"
#include "issue/import.h"
#include "store/database.h"
#include "store/service.h"

namespace whit {

// FactKey is a fact of a person as one number, in the order of the table.
using FactKey = std::uint64_t;
constexpr FactKey fact_key(std::int64_t subject, Vct vct) noexcept {
  return static_cast<FactKey>(subject) << 16 | vct;
}

// RegisterRows counts, and unless it is a dry run writes, what rows of a file change. The same
// rows again change nothing; a fact that ended is given back. A row with another value, or a
// narrower window, ends the fact's chain: tokens that say otherwise are out, and have to be
// withdrawn.
class RegisterRows {
 public:
  RegisterRows(const SecretBuffer& register_key, Rng& rng, ImportRun run, Day today)
      : register_key_(register_key), rng_(rng), run_(run), today_(today) {}

  // apply is to run in one transaction; `counted` is added to only when all went well.
  Status apply(Database& database, const std::vector<ImportRow>& rows, ImportSummary& counted);
  // named are the facts of people who are in the register that the rows named, in any order.
  std::vector<FactKey>& named() noexcept { return named_; }

 private:
  enum class Change : std::uint8_t { none, added, widened, narrowed, over };
  Status apply_row(Database& database, const ImportRow& row, ImportSummary& counted);
  Result<std::int64_t> subject_of(Database& database, const ImportRow& row, ImportSummary& counted);
  Result<Change> change_of(Database& database, std::int64_t subject, const ImportRow& row);
  Result<bool> document_differs(Database& database, std::int64_t subject, const ImportRow& row);
  Status write(Database& database, std::int64_t subject, const ImportRow& row, Change change);

  const SecretBuffer& register_key_;
  Rng& rng_;
  ImportRun run_;
  Day today_;
  std::vector<FactKey> named_;
  Seen would_add_;  // people of a dry run
};

}  // namespace whit
