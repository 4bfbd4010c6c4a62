// SPDX-License-Identifier: Apache-2.0
#include "store/group_commit.h"

#include <utility>

namespace whit {

GroupCommit::GroupCommit(Database database)
    : database_(std::move(database)), thread_([this] { loop(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  thread_.join();
}

Status GroupCommit::run(const Job& job) {
  Waiting waiting{job, false, false, {}, {}};
  return wait_for(waiting);
}

Status GroupCommit::run_alone(const Job& job) {
  Waiting waiting{job, true, false, {}, {}};
  return wait_for(waiting);
}

bool GroupCommit::failed() const {
  const std::lock_guard lock(mutex_);
  return failed_;
}

Status GroupCommit::wait_for(Waiting& waiting) {
  std::unique_lock lock(mutex_);
  if (failed_ || stopping_) return Errc::storage_failed;
  queue_.push_back(&waiting);
  if (queue_.size() == 1) work_.notify_one();
  waiting.wake.wait(lock, [&waiting] { return waiting.done; });
  return waiting.status;
}

void GroupCommit::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    std::vector<Waiting*> batch = std::exchange(queue_, {});
    const bool give_up = failed_;
    lock.unlock();
    std::vector<Waiting*> together;
    for (Waiting* waiting : batch) {
      if (give_up) {
        waiting->status = Errc::storage_failed;
      } else if (waiting->alone) {
        waiting->status = waiting->job(database_);
      } else {
        together.push_back(waiting);
      }
    }
    if (!together.empty()) commit(together);
    lock.lock();
    for (Waiting* waiting : batch) {
      waiting->done = true;
      waiting->wake.notify_one();
    }
  }
}

void GroupCommit::commit(const std::vector<Waiting*>& batch) {
  Status status = database_.query("BEGIN IMMEDIATE").run();
  if (status.ok()) {
    for (std::size_t i = 0; i < batch.size() && database_.in_transaction(); ++i) {
      run_one(*batch[i]);
    }
    // Without a transaction there is nothing to commit: SQLite undid it all, and this fails too.
    status = database_.query("COMMIT").run();
  }
  if (status.ok()) return;
  if (database_.lost_sync()) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
  }
  (void)database_.query("ROLLBACK").run();
  for (Waiting* waiting : batch) waiting->status = status;
}

void GroupCommit::run_one(Waiting& waiting) {
  waiting.status = database_.query("SAVEPOINT request").run();
  if (!waiting.status.ok()) return;
  waiting.status = waiting.job(database_);
  if (!waiting.status.ok()) (void)database_.query("ROLLBACK TO request").run();
  const Status released = database_.query("RELEASE request").run();
  if (waiting.status.ok()) waiting.status = released;
}

}  // namespace whit
