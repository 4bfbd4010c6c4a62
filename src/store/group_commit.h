// SPDX-License-Identifier: Apache-2.0
// GroupCommit: one thread that writes, one commit for all who wait.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "store/database.h"

namespace whit {

// GroupCommit takes whatever waits, runs it in one transaction and syncs once. There is no timer:
// while a commit is on its way the next requests gather by themselves.
class GroupCommit {
 public:
  // A Job changes the store.
  using Job = std::function<Status(Database&)>;
  // Undo is what it takes to undo a job that gives an error.
  enum class Undo : std::uint8_t {
    changes,  // what it changed is undone, and the others' changes stay
    nothing,  // it looks before it changes anything, and costs less. If it still gives an error
              // after its first change, the whole commit fails.
  };

  explicit GroupCommit(Database database);
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;
  ~GroupCommit();  // finishes what waits

  // run gives the job's own error, or storage_failed; without an error its changes are durable.
  Status run(const Job& job, Undo undo = Undo::changes);
  // run_alone runs the job outside of any transaction.
  Status run_alone(const Job& job);
  // failed tells whether the disk refused to sync. Nothing runs after that.
  bool failed() const;

 private:
  struct Waiting {
    const Job& job;
    Undo undo = Undo::changes;
    bool alone = false;
    bool done = false;
    Status status;
    std::condition_variable wake;
  };
  Status wait_for(Waiting& waiting);
  void loop();
  void commit(const std::vector<Waiting*>& batch);
  void shorten_log();
  void look_at(const Status& status);
  Status run_batch(const std::vector<Waiting*>& batch);
  void run_undoing(Waiting& waiting);

  Database database_;  // of the thread alone
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::vector<Waiting*> queue_;  // under mutex_, as are the two below
  bool stopping_ = false;
  bool failed_ = false;
  std::thread thread_;
};

}  // namespace whit
