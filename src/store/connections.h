// SPDX-License-Identifier: Apache-2.0
// Connections: one file, one writer, as many readers as there are threads that read.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/group_commit.h"

namespace whit {

class Connections {
 public:
  // open gives not_found, or what check_file has against the file.
  static Result<std::unique_ptr<Connections>> open(const std::string& path, std::string_view iss);

  GroupCommit& writer() noexcept { return writer_; }

  // Reader is a connection of this thread's own as long as it holds it.
  class Reader {
   public:
    Reader(Connections& home, Database database) : home_(home), database_(std::move(database)) {}
    Reader(Reader&&) = delete;
    ~Reader() { home_.put_back(std::move(database_)); }
    Database& operator*() noexcept { return database_; }

   private:
    Connections& home_;
    Database database_;
  };
  // read runs `job` on a reader, all of it on one state of the file.
  template <class Job>
  auto read(Job&& job) -> decltype(job(std::declval<Database&>())) {
    WHIT_TRY(Database database, take());
    Reader reader(*this, std::move(database));
    const Snapshot snapshot(*reader);
    return job(*reader);
  }

 private:
  Connections(std::string path, Database writer)
      : path_(std::move(path)), writer_(std::move(writer)) {}
  Result<Database> take();
  void put_back(Database database);

  std::string path_;
  GroupCommit writer_;
  std::mutex mutex_;
  std::vector<Database> idle_;  // under mutex_; closed first, so that the writer cleans up
};

}  // namespace whit
