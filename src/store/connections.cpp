// SPDX-License-Identifier: Apache-2.0
#include "store/connections.h"

#include "store/schema.h"

namespace whit {

Result<std::unique_ptr<Connections>> Connections::open(const std::string& path,
                                                       std::string_view iss) {
  WHIT_TRY(Database writer, Database::open(path, Database::Access::read_write));
  WHIT_CHECK(check_file(writer, iss));
  return std::unique_ptr<Connections>(new Connections(path, std::move(writer)));
}

Result<Database> Connections::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      Database out = std::move(idle_.back());
      idle_.pop_back();
      return out;
    }
  }
  return Database::open(path_, Database::Access::read_only);
}

void Connections::put_back(Database database) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(database));
}

}  // namespace whit
