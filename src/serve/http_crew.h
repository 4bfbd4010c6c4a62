// SPDX-License-Identifier: Apache-2.0
// The threads that serve connections, and the list of those connections.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "serve/http_connection.h"

namespace whit {

// HttpCrew waits for all connections at once and has each that has something to do served by the
// next free thread. A connection is served by one thread at a time: its socket is armed for one
// event, and again only when it was served.
class HttpCrew {
 public:
  explicit HttpCrew(HttpHouse& house) : house_(house) {}
  ~HttpCrew();
  HttpCrew(const HttpCrew&) = delete;
  HttpCrew& operator=(const HttpCrew&) = delete;

  // start makes the threads; fewer than asked for where the system has no more. false: not one.
  bool start(std::size_t threads);

  // add takes a non-blocking socket. It is closed if there is no room or no memory for it.
  void add(int socket) noexcept;

  // look wakes what has waited for too long (HttpConnection::look); cut ends everything.
  void look() noexcept;
  void cut() noexcept;

  // size counts connections until their sockets are closed.
  std::size_t size() const noexcept { return size_; }

  // finish ends the threads, once they are done with what they do.
  void finish() noexcept;

 private:
  struct Entry;
  using Entries = std::list<Entry>;
  struct Entry {
    Entry(int socket, HttpHouse& house) : connection(socket, house) {}
    HttpConnection connection;
    Entries::iterator self{};
    // turns hands what one thread has written to the next: the kernel does too, but says so
    // nowhere.
    std::atomic<std::uint32_t> turns{0};
  };

  void work() noexcept;
  void serve(Entry& entry) noexcept;
  bool arm(Entry& entry, bool fresh, std::uint32_t events) noexcept;
  void remove(Entry& entry) noexcept;

  HttpHouse& house_;
  int poll_ = -1, end_ = -1;
  std::vector<std::thread> threads_;
  std::atomic<std::size_t> size_{0};
  std::mutex guard_;  // of entries_: whoever ends a connection takes it out first
  Entries entries_;
};

}  // namespace whit
