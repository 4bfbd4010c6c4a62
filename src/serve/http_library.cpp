// SPDX-License-Identifier: Apache-2.0
#include "serve/http_library.h"

#include <httplib.h>

#include <algorithm>

#include "serve/http_answer.h"
#include "serve/http_date.h"
#include "serve/http_fields.h"

namespace whit {
namespace {

constexpr std::size_t kMaxRequests = 10000;  // on one connection, as replies tell
constexpr std::string_view kNothing = "GET / HTTP/1.1\r\n\r\n";

// Turn is what one call of answer() shares with the handlers that the library calls in it. The
// library hands them nothing of ours, and calls them on the same thread.
struct Turn {
  std::string_view path;
  const HttpFraming& framing;
  const HttpLibrary::Handler& handler;
  HttpOutgoing& reply;
};
thread_local Turn* this_turn = nullptr;

// MemoryStream is a connection that has brought all of one request and takes whatever is written.
class MemoryStream final : public httplib::Stream {
 public:
  MemoryStream(std::string_view head, std::string_view body, std::string& out)
      : head_(head), body_(body), out_(out) {}
  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* into, std::size_t size) override {
    std::string_view& from = head_.empty() ? body_ : head_;
    const std::size_t count = from.copy(into, size);
    from.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { forget(ip, port); }
  void get_local_ip_and_port(std::string& ip, int& port) const override { forget(ip, port); }
  socket_t socket() const override { return INVALID_SOCKET; }

 private:
  static void forget(std::string& ip, int& port) {  // no address goes any further
    ip.clear();
    port = 0;
  }
  std::string_view head_, body_;
  std::string& out_;
};

void set(httplib::Response& to, const char* name, const std::string& value) {
  if (!value.empty() && is_field_value(value)) to.set_header(name, value);
}

// put gives the library all of a response but its body, of which it only learns the size.
void put(const HttpResponse& from, const HttpFraming& framing, httplib::Response& to) {
  to.status = from.status;
  set(to, "Cache-Control", from.cache_control);
  set(to, "X-Content-Type-Options", "nosniff");
  set(to, "Accept-Ranges", "none");
  if (from.date != 0) set(to, "Date", http_date(from.date));
  set(to, "Location", from.location);
  set(to, "Content-Security-Policy", from.policy);
  if (!from.set_cookie.empty()) {
    set(to, "Set-Cookie", set_cookie_field(from.set_cookie, framing.secure));
  }
  set(to, "Allow", std::string(framing.allow));
  for (const HttpField& field : from.fields) set(to, field.name, field.value);
  const std::size_t size = size_of(from);
  if (size == 0) return;
  const bool plain = is_field_value(from.content_type);
  to.set_content_provider(size, plain ? from.content_type : "application/octet-stream",
                          [](std::size_t, std::size_t, httplib::DataSink&) { return false; });
}

void take_turn(const httplib::Request& from, httplib::Response& to) {
  Turn& turn = *this_turn;
  if (from.path != turn.path) {
    to.status = 400;
    return;
  }
  const std::string authorization = from.get_header_value("Authorization");
  const std::string cookies = from.get_header_value("Cookie");
  const std::string languages = from.get_header_value("Accept-Language");
  const std::string_view target = from.target;
  HttpRequest request{from.path, {}, as_bytes(from.body)};
  request.query = target.substr(std::min(target.find('?'), target.size() - 1) + 1);
  request.bearer = bearer_of(authorization);
  request.cookie = cookie_of(cookies);
  request.languages = languages;
  turn.reply.response = turn.handler(request);
  turn.reply.head.clear();  // of a "100 Continue", which the client has had
  put(turn.reply.response, turn.framing, to);
  if (!turn.framing.close) return;
  // The library says so where the client did; the handler may have taken until the service stops.
  auto& headers = const_cast<httplib::Request&>(from).headers;
  headers.erase("Connection");
  headers.emplace("Connection", "close");
}

}  // namespace

struct HttpLibrary::Engine final : httplib::Server {
  explicit Engine(std::uint32_t keep_alive_seconds) {
    using Handled = HandlerResponse;
    set_keep_alive_timeout(static_cast<time_t>(keep_alive_seconds));
    set_keep_alive_max_count(kMaxRequests);
    set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
      if (request.method == "POST") return Handled::Unhandled;  // its body hasn't been read yet
      take_turn(request, response);
      return Handled::Handled;
    });
    Post(".*", take_turn);
  }
  void process(MemoryStream& stream) {
    bool closed = false;
    (void)process_request(stream, false, closed,
                          [](httplib::Request& request) { request.ranges.clear(); });
  }
};

HttpLibrary::HttpLibrary(std::uint32_t keep_alive_seconds)
    : engine_(std::make_unique<Engine>(keep_alive_seconds)) {}
HttpLibrary::~HttpLibrary() = default;

HttpOutgoing HttpLibrary::answer(std::string_view head, std::string_view body,
                                 std::string_view path, const HttpFraming& framing,
                                 const Handler& handler) const {
  HttpOutgoing out;
  Turn turn{path, framing, handler, out};
  MemoryStream stream(head, body, out.head);
  this_turn = &turn;
  engine_->process(stream);
  this_turn = nullptr;
  return out;
}

HttpOutgoing HttpLibrary::refuse(HttpResponse response, const HttpFraming& framing) const {
  return answer(kNothing, {}, "/", framing, [&response](const HttpRequest&) { return response; });
}

}  // namespace whit
