// SPDX-License-Identifier: Apache-2.0
// The second half of a connection's life: what is answered, and how it ends.
#include <chrono>
#include <utility>

#include "serve/http_answer.h"
#include "serve/http_connection.h"
#include "serve/http_fields.h"

namespace whit {
namespace {

constexpr std::uint32_t kMaxRequests = 10000;          // on one connection
constexpr std::size_t kSmall = std::size_t{16} << 10;  // a body sent in one piece with its head
constexpr std::size_t kKept = std::size_t{1} << 10;    // memory that an idle connection may keep
constexpr std::size_t kReplyRate = std::size_t{16} << 10;  // bytes a second
constexpr std::size_t kMaxDropped = std::size_t{1} << 20;  // read after a hang-up
constexpr std::uint64_t kLingerSeconds = 1;

using State = HttpIo::State;

void release(std::string& memory) {
  if (memory.capacity() > kKept) {
    std::string().swap(memory);
  } else {
    memory.clear();
  }
}

// has_no_body tells whether the next request begins right behind this head.
bool has_no_body(const HttpHead& head) {
  return !head.transfer_encoded &&
         (head.content_lengths == 0 || (head.content_lengths == 1 && head.content_length == "0"));
}

}  // namespace

HttpResponse HttpConnection::call(HttpRequest request) const {
  request.rest = request.path.substr(route_->path.size());
  request.certificate = as_bytes(certificate_);
  // The library isn't told the type: it would take forms apart, and only short ones.
  const std::string type = media_type_of(head_.content_type);
  request.media_type = type;
  // Nor these two: it would pack answers by itself.
  request.known = head_.if_none_match;
  request.takes_gzip = head_.takes_gzip;
  try {
    return route_->handler(request);
  } catch (...) {  // whatever it says stays here: such texts hold paths, values, worse
    return refusal_for(head_.path, 500, Refusal::internal);
  }
}

HttpConnection::Step HttpConnection::handle() {
  due_ = 0;
  ++answered_;
  std::uint64_t us = 0;
  bool called = false;
  HttpFraming framing{true, wire_.secure(), {}};
  HttpOutgoing reply = house_.library.answer(
      head_.told, body_, head_.path, framing, [&](const HttpRequest& request) {
        called = true;
        const auto start = std::chrono::steady_clock::now();
        HttpResponse response = call(request);
        const auto spent = std::chrono::steady_clock::now() - start;
        us = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(spent).count());
        framing.close =
            !head_.keep_alive || answered_ >= kMaxRequests || house_.stopping || expired_;
        return response;
      });
  close_after_ = framing.close;
  unread_ = !called;
  if (house_.options.log) {
    const int status = called ? reply.response.status : 400;
    house_.options.log({called ? std::string_view(route_->path) : std::string_view(), status,
                        body_.size(), size_of(reply.response), us});
  }
  return this->reply(std::move(reply));
}

// refuse answers without a handler. Where a body may be under way nothing more is read as a
// request.
HttpConnection::Step HttpConnection::refuse(int status, Refusal refusal,
                                            const HttpScreened& screened) {
  const bool goes_on = (status == 404 || status == 405) && has_no_body(head_);
  unread_ = !goes_on;
  close_after_ = unread_ || !head_.keep_alive || ++answered_ >= kMaxRequests || house_.stopping;
  release(body_);
  settle();
  HttpResponse response = refusal_for(head_.path, status, refusal);
  if (house_.options.log) house_.options.log({{}, status, 0, size_of(response), 0});
  return reply(
      house_.library.refuse(std::move(response), {close_after_, wire_.secure(), screened.allow}));
}

HttpConnection::Step HttpConnection::reply(HttpOutgoing reply) {
  idle_ = false;
  const std::size_t size = size_of(reply.response);
  out_ = std::move(reply.head);
  sent_ = 0;
  response_ = {};
  if (head_.method != "HEAD") {
    if (size <= kSmall) {
      out_ += body_of(reply.response);
    } else {
      response_ = std::move(reply.response);
    }
  }
  enter(Phase::reply, house_.options.reply_seconds + size / kReplyRate);
  return Step::again;
}

HttpConnection::Step HttpConnection::write_reply() {
  const std::string_view body = body_of(response_);
  const std::string_view left =
      sent_ < out_.size() ? std::string_view(out_).substr(sent_) : body.substr(sent_ - out_.size());
  if (left.empty()) return finish_reply();
  const HttpIo io = wire_.write(left);
  if (io.state != State::done) return wait_for(io.state);
  sent_ += io.size;
  return Step::again;
}

HttpConnection::Step HttpConnection::finish_reply() {
  settle();
  release(out_);
  release(body_);
  response_ = {};
  if (close_after_) {
    wire_.goodbye();
    // A close with bytes unread would take the reply back from a client that is still sending.
    if (!unread_ && !head_.keep_alive) return Step::close;
    enter(Phase::linger, kLingerSeconds);
    return Step::again;
  }
  in_.erase(0, head_size_);
  if (in_.empty()) release(in_);
  await_head();
  charge(in_.size());
  return in_.empty() && !wire_.pending() ? Step::read : Step::again;
}

// linger reads on without keeping anything, until the other side has seen that this is the end.
HttpConnection::Step HttpConnection::linger() {
  const HttpIo io = wire_.drop();
  dropped_ += io.size;
  if (io.state != State::done || dropped_ > kMaxDropped) {
    return io.state == State::done ? Step::close : wait_for(io.state);
  }
  return Step::again;
}

}  // namespace whit
