// SPDX-License-Identifier: Apache-2.0
#include "serve/http_crew.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace whit {
namespace {

constexpr std::int64_t kForEver = INT64_MAX;
constexpr std::int64_t kCrowdedIdleMs = 1000;

}  // namespace

HttpCrew::~HttpCrew() {
  finish();
  if (poll_ >= 0) ::close(poll_);
  if (end_ >= 0) ::close(end_);
}

bool HttpCrew::start(std::size_t threads) {
  poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  end_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;  // stays raised, so that every thread sees it
  if (poll_ < 0 || end_ < 0 || ::epoll_ctl(poll_, EPOLL_CTL_ADD, end_, &event) != 0) return false;
  try {
    threads_.reserve(threads);
    while (threads_.size() < threads) threads_.emplace_back([this] { work(); });
  } catch (const std::exception&) {
  }
  return !threads_.empty();
}

void HttpCrew::finish() noexcept {
  const std::uint64_t one = 1;
  if (end_ >= 0) (void)!::write(end_, &one, sizeof one);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  entries_.clear();
}

void HttpCrew::add(int socket) noexcept {
  Entries fresh;
  try {
    fresh.emplace_back(socket, house_);
  } catch (const std::exception&) {
    ::close(socket);
    return;
  }
  Entry& entry = fresh.front();
  entry.self = fresh.begin();
  {
    const std::lock_guard lock(guard_);
    entries_.splice(entries_.end(), fresh);
  }
  ++size_;
  if (!arm(entry, true, EPOLLIN)) remove(entry);
}

// From its return on, true means that the entry belongs to whichever thread is woken.
bool HttpCrew::arm(Entry& entry, bool fresh, std::uint32_t events) noexcept {
  const int socket = entry.connection.socket();
  epoll_event event{};
  event.events = events | EPOLLONESHOT;
  event.data.ptr = &entry;
  entry.turns.fetch_add(1, std::memory_order_release);
  return ::epoll_ctl(poll_, fresh ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event) == 0;
}

void HttpCrew::remove(Entry& entry) noexcept {
  {
    Entries gone;
    const std::lock_guard lock(guard_);
    gone.splice(gone.begin(), entries_, entry.self);
  }
  --size_;
}

void HttpCrew::work() noexcept {
  for (;;) {
    epoll_event event{};
    if (::epoll_wait(poll_, &event, 1, -1) != 1) continue;  // a signal
    if (event.data.ptr == nullptr) return;
    serve(*static_cast<Entry*>(event.data.ptr));
  }
}

void HttpCrew::serve(Entry& entry) noexcept {
  (void)entry.turns.load(std::memory_order_acquire);
  auto then = HttpConnection::Then::close;
  try {
    then = entry.connection.advance();
  } catch (...) {  // no memory: this connection ends, and its memory with it
  }
  const std::uint32_t events = then == HttpConnection::Then::read ? EPOLLIN : EPOLLOUT;
  if (then == HttpConnection::Then::close || !arm(entry, false, events)) remove(entry);
}

void HttpCrew::look() noexcept {
  const std::lock_guard lock(guard_);
  const bool crowded = entries_.size() > house_.max_connections / 2;
  const std::int64_t idle_ms = house_.stopping ? 0 : crowded ? kCrowdedIdleMs : kForEver;
  const std::int64_t now = steady_ms();
  for (Entry& entry : entries_) entry.connection.look(now, idle_ms);
}

void HttpCrew::cut() noexcept {
  const std::lock_guard lock(guard_);
  for (Entry& entry : entries_) entry.connection.cut();
}

}  // namespace whit
