// SPDX-License-Identifier: Apache-2.0
#include "serve/http_connection.h"

#include <algorithm>
#include <chrono>

namespace whit {
namespace {

constexpr std::size_t kFree = std::size_t{4} << 10;       // of a request, charged to nobody
constexpr std::size_t kPiece = std::size_t{16} << 10;     // read at once
constexpr std::size_t kBodyRate = std::size_t{32} << 10;  // bytes a second
constexpr std::uint64_t kBodySeconds = 5;

using State = HttpIo::State;

}  // namespace

std::int64_t steady_ms() noexcept {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

HttpConnection::HttpConnection(int socket, HttpHouse& house)
    : house_(house), wire_(socket, house.tls.get()) {
  enter(Phase::handshake, house.options.head_seconds);
}

HttpConnection::~HttpConnection() { settle(); }

HttpConnection::Then HttpConnection::advance() {
  Step next = Step::again;
  while (next == Step::again) next = step();
  if (next == Step::close) return Then::close;
  return next == Step::read ? Then::read : Then::write;
}

HttpConnection::Step HttpConnection::step() {
  switch (phase_.load(std::memory_order_relaxed)) {
    case Phase::handshake:
      return shake_hands();
    case Phase::head:
      return read_head();
    case Phase::body:
      return read_body();
    case Phase::reply:
      return write_reply();
    case Phase::linger:
      return linger();
  }
  return Step::close;
}

void HttpConnection::look(std::int64_t now_ms, std::int64_t idle_ms) noexcept {
  const Phase phase = phase_;  // before the time, which enter() sets after it
  const std::int64_t due = due_;
  const bool too_idle = idle_ && now_ms - since_ >= idle_ms;
  if (!too_idle && (due == 0 || now_ms < due)) return;
  const bool sending = phase == Phase::reply || phase == Phase::linger;
  if (!expired_.exchange(true) || sending) wire_.shut(sending);
}

void HttpConnection::enter(Phase phase, std::uint64_t seconds) {
  const std::int64_t now = steady_ms();
  due_ = 0;
  phase_ = phase;
  since_ = now;
  due_ = now + static_cast<std::int64_t>(seconds) * 1000;
}

HttpConnection::Step HttpConnection::wait_for(State state) const noexcept {
  if (state == State::wants_read) return Step::read;
  return state == State::wants_write ? Step::write : Step::close;
}

HttpConnection::Step HttpConnection::shake_hands() {
  const HttpIo io = wire_.handshake();
  if (io.state != State::done) {
    idle_ = false;
    return wait_for(io.state);
  }
  certificate_ = wire_.fingerprint();
  await_head();
  return Step::again;
}

// await_head starts on the next request, of which some may be there already.
void HttpConnection::await_head() {
  looked_at_ = head_size_ = 0;
  head_ = {};
  route_ = nullptr;
  const bool waits = in_.empty() && answered_ != 0;
  enter(Phase::head, waits ? house_.options.keep_alive_seconds : house_.options.head_seconds);
  idle_ = in_.empty();
}

// charge accounts for `bytes` more of this request, and tells whether there is room for them.
bool HttpConnection::charge(std::size_t bytes) noexcept {
  held_ += bytes;
  if (held_ <= kFree) return true;
  const std::size_t more = held_ - kFree - charged_;
  charged_ += more;
  return house_.buffered.fetch_add(more) + more <= house_.options.max_buffered;
}

void HttpConnection::settle() noexcept {
  if (charged_ != 0) house_.buffered.fetch_sub(charged_);
  charged_ = held_ = 0;
}

// receive reads what is there. Step::again: something was.
HttpConnection::Step HttpConnection::receive(std::string& into, std::size_t most) {
  char buffer[kPiece];
  const HttpIo io = wire_.read(buffer, std::min(most, sizeof buffer));
  if (io.state == State::ended && expired_ && !in_.empty()) {
    return refuse(408, Refusal::malformed);
  }
  if (io.state != State::done) return wait_for(io.state);
  into.append(buffer, io.size);
  if (!charge(io.size)) return refuse(503, Refusal::unavailable);
  return Step::again;
}

HttpConnection::Step HttpConnection::read_head() {
  const HttpHeadEnd end = find_head_end(in_, looked_at_);
  looked_at_ = end.at;
  if (end.state == HttpHeadEnd::State::malformed) return refuse(400, Refusal::malformed);
  if (end.state == HttpHeadEnd::State::complete) return take_head(end.at);
  if (in_.size() >= kMaxHead) {
    const bool one_line = in_.find('\n') == std::string::npos;
    return refuse(one_line ? 414 : 431, Refusal::too_large);
  }
  const Step got = receive(in_, kMaxHead - in_.size());
  if (idle_ && !in_.empty() && phase_ == Phase::head) {
    idle_ = false;
    enter(Phase::head, house_.options.head_seconds);
  }
  return got;
}

HttpConnection::Step HttpConnection::take_head(std::size_t size) {
  head_size_ = size;
  const int status = parse_head(std::string_view(in_).substr(0, size), head_);
  if (status != 0) return refuse(status, Refusal::malformed);
  const HttpScreened screened = screen(head_, house_.routes, house_.options.max_body);
  if (screened.route == nullptr) return refuse(screened.status, screened.refusal, screened);
  route_ = screened.route;
  length_ = screened.length;
  body_.assign(in_, size, length_);
  in_.erase(size, body_.size());  // behind the head, so that its views stay good
  if (body_.size() < length_ && head_.expects_continue) {
    constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
    if (wire_.write(kGoOn).size != kGoOn.size()) return Step::close;
  }
  enter(Phase::body,
        std::min<std::uint64_t>(kBodySeconds + length_ / kBodyRate, house_.options.body_seconds));
  return Step::again;
}

HttpConnection::Step HttpConnection::read_body() {
  if (body_.size() == length_) return handle();
  // Room for all of it is taken once a good part has come, not on the word of a header.
  if (body_.size() >= kPiece) body_.reserve(length_);
  return receive(body_, length_ - body_.size());
}

}  // namespace whit
