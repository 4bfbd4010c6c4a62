// SPDX-License-Identifier: Apache-2.0
#include "store/group_commit.h"

#include <utility>

namespace whit {
namespace {

constexpr int kLongLog = 4000;  // pages: 16 MB

}  // namespace

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

Status GroupCommit::run(const Job& job, Undo undo) {
  Waiting waiting{job, undo, false, false, {}, {}};
  return wait_for(waiting);
}

Status GroupCommit::run_alone(const Job& job) {
  Waiting waiting{job, Undo::changes, true, false, {}, {}};
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
  database_.own_checkpoints();
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
        look_at(waiting->status);
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
    if (failed_ || database_.log_pages() < kLongLog) continue;
    lock.unlock();
    shorten_log();
    lock.lock();
  }
}

// Whoever waited has their answer by now: only the next commit waits for this.
void GroupCommit::shorten_log() { look_at(database_.checkpoint()); }

void GroupCommit::look_at(const Status& status) {
  if (status.ok() || !database_.lost_sync()) return;
  const std::lock_guard lock(mutex_);
  failed_ = true;
}

void GroupCommit::commit(const std::vector<Waiting*>& batch) {
  Status status = database_.query("BEGIN IMMEDIATE").run();
  if (status.ok()) status = run_batch(batch);
  if (status.ok()) status = database_.query("COMMIT").run();
  if (status.ok()) return;
  look_at(status);
  (void)database_.query("ROLLBACK").run();
  for (Waiting* waiting : batch) waiting->status = status;
}

// run_batch gives an error where the transaction can't be committed: SQLite undid it all, or a job
// left behind what nothing can undo alone.
Status GroupCommit::run_batch(const std::vector<Waiting*>& batch) {
  for (Waiting* waiting : batch) {
    if (waiting->undo == Undo::changes) {
      run_undoing(*waiting);
    } else {
      const std::int64_t before = database_.total_changes();
      waiting->status = waiting->job(database_);
      if (!waiting->status.ok() && database_.total_changes() != before) return Errc::storage_failed;
    }
    if (!database_.in_transaction()) return Errc::storage_failed;
  }
  return {};
}

void GroupCommit::run_undoing(Waiting& waiting) {
  waiting.status = database_.query("SAVEPOINT request").run();
  if (!waiting.status.ok()) return;
  waiting.status = waiting.job(database_);
  if (!waiting.status.ok()) (void)database_.query("ROLLBACK TO request").run();
  const Status released = database_.query("RELEASE request").run();
  if (waiting.status.ok()) waiting.status = released;
}

}  // namespace whit
