// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value, or the reason why there is none. Looking at what isn't there traps.
#pragma once

#include <cstdint>
#include <new>
#include <utility>

#include "whit/errc.h"

namespace whit {

// Error says what is wrong and where. It never holds input bytes, so it may be logged.
struct Error {
  Errc code{};
  std::uint32_t offset = 0;  // byte of the input, 0 where there is no such place
  friend bool operator==(const Error&, const Error&) = default;
};

// Result holds a T or an Error. `*r` and `r->` trap where there is no value: that is a bug of the
// caller, never reached by input.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)), ok_(true) {}  // NOLINT: on purpose
  Result(Error error) noexcept : error_(error) {}           // NOLINT: on purpose
  Result(Errc code) noexcept : error_{code, 0} {}           // NOLINT: on purpose
  Result(const Result& other) : error_{} { take(other); }
  Result(Result&& other) noexcept : error_{} { take(std::move(other)); }
  Result& operator=(const Result&) = delete;
  Result& operator=(Result&&) = delete;
  ~Result() {
    if (ok_) value_.~T();
  }

  bool ok() const noexcept { return ok_; }
  explicit operator bool() const noexcept { return ok_; }
  T& operator*() & noexcept { return *get(this); }
  const T& operator*() const& noexcept { return *get(this); }
  T&& operator*() && noexcept { return std::move(*get(this)); }
  T* operator->() noexcept { return get(this); }
  const T* operator->() const noexcept { return get(this); }
  Error error() const noexcept {
    if (ok_) __builtin_trap();
    return error_;
  }

 private:
  template <class Self>
  static auto get(Self* self) noexcept {
    if (!self->ok_) __builtin_trap();
    return &self->value_;
  }
  template <class Other>
  void take(Other&& other) {
    if (other.ok_) {
      ::new (static_cast<void*>(&value_)) T(std::forward<Other>(other).value_);
      ok_ = true;
    } else {
      error_ = other.error_;
    }
  }
  union {  // value_ iff ok_
    T value_;
    Error error_;
  };
  bool ok_ = false;
};

// Result<void> says only whether something holds.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(error), ok_(false) {}  // NOLINT: on purpose
  Result(Errc code) : Result(Error{code, 0}) {}       // NOLINT: on purpose

  bool ok() const noexcept { return ok_; }
  explicit operator bool() const noexcept { return ok_; }
  Error error() const noexcept {
    if (ok_) __builtin_trap();
    return error_;
  }

 private:
  Error error_{};
  bool ok_ = true;
};

using Status = Result<void>;

}  // namespace whit

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration can't stand in parentheses.
#define WHIT_JOIN(a, b) a##b
#define WHIT_CONCAT(a, b) WHIT_JOIN(a, b)
#define WHIT_TRY_INTO(tmp, declaration, expression) \
  auto tmp = (expression);                          \
  if (!tmp.ok()) [[unlikely]]                       \
    return tmp.error();                             \
  declaration = *std::move(tmp)
// NOLINTEND(bugprone-macro-parentheses)
// WHIT_TRY(declaration, expression) sets `declaration` to the value, or returns the error.
#define WHIT_TRY(declaration, expression) \
  WHIT_TRY_INTO(WHIT_CONCAT(whit_try_, __LINE__), declaration, expression)
// WHIT_CHECK(expression) returns the error of a Status, if there is one.
#define WHIT_CHECK(expression)                                           \
  do {                                                                   \
    if (auto whit_status = (expression); !whit_status.ok()) [[unlikely]] \
      return whit_status.error();                                        \
  } while (false)
