// SPDX-License-Identifier: Apache-2.0
// Where a gate's codes come from: a keyboard, a serial line, a folder of pictures, a camera.
//
// One thread runs all of a gate: it polls the descriptors of all sources, and calls `take` of each
// one whose descriptor is ready or whose time has come. A source never waits: it opens, reads and
// writes without blocking, and gives work that takes more than some 20 ms to a child process whose
// pipe it then has polled. It keeps nothing of a code once that was handed on.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace whit::cli::gate {

using Clock = std::chrono::steady_clock;  // for waiting; no verdict depends on it

// Scan is one code, or the attempt at one.
struct Scan {
  std::string text;  // of the code, with what scanners do to it undone (token/scanned.h)
  // About this scan, for the person: lower case, no period, nothing of the code in it. Such as
  // "your keyboard is set to Russian; read correctly anyway".
  std::string note;
  // There is no text to judge, and `note` says why: "2 codes in the picture, show one".
  bool unreadable = false;
  Clock::time_point end;  // when its last character, or its picture, was there
};

// Sink is the gate, to a source.
class Sink {
 public:
  // scanned judges a code and shows the answer, before it returns.
  virtual void scanned(const Scan& scan) = 0;
  // pressed is a key that a person pressed, as a US keyboard has it: 'a', 'q', 0x1b, 0x03 ...
  // Only the terminal calls it.
  virtual void pressed(char key) = 0;

 protected:
  ~Sink() = default;
};

// Source is one of them. What can't work at all (an option that makes no sense, a folder that
// isn't one) is a Failure of its constructor; what may come back (a cable, a camera, a stick) is
// its `trouble`.
class Source {
 public:
  Source() = default;
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  // readable is which descriptors to wait for until they can be read, or hang up. It is asked
  // before every poll, so they may change; a source without one, just now, has none.
  virtual std::vector<int> readable() const = 0;

  // due is when `take` wants to be called even if nothing can be read; nothing for no such time.
  virtual std::optional<Clock::time_point> due() const = 0;

  // take reads what is there and hands every finished code to `sink`, the oldest first. A source
  // that sees the same code again and again, as a camera does, hands it on once, until it has not
  // seen it for two seconds.
  virtual void take(Clock::time_point now, Sink& sink) = 0;

  // trouble is shown for as long as it lasts, empty if there is none: "scanner gone; plug it in
  // (waiting)". The source itself tries again, by `due`, about once a second.
  virtual std::string trouble() const = 0;
};

}  // namespace whit::cli::gate
