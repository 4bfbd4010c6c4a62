// SPDX-License-Identifier: Apache-2.0
#include "serve/http_server.h"

#include <httplib.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "serve/http_date.h"
#include "serve/http_fields.h"
#include "serve/http_screen.h"

namespace whit {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBacklog = 512;  // the library was built with 5, which drops bursts
constexpr std::size_t kMaxRequestsPerConnection = 10000;

std::string_view name_of(const httplib::Request& request, const char* key, std::string& keep) {
  keep = request.get_header_value(key);
  return keep;
}

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

// fingerprint is that of the certificate that OpenSSL has verified, or empty.
std::string fingerprint(const SSL* tls) {
  if (tls == nullptr || SSL_get_verify_result(tls) != X509_V_OK) return {};
  const X509* certificate = SSL_get0_peer_certificate(tls);
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (certificate == nullptr ||
      X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char*>(out.data()), &size) !=
          1) {
    return {};
  }
  out.resize(size);
  return out;
}

// ask_for_certificates makes the server ask clients for certificates of `ca_file` and take none
// that isn't. Sessions aren't resumed, so that each connection shows its certificate afresh.
bool ask_for_certificates(SSL_CTX& tls, const std::string& ca_file) {
  STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(ca_file.c_str());
  if (names == nullptr || SSL_CTX_load_verify_file(&tls, ca_file.c_str()) != 1) {
    sk_X509_NAME_pop_free(names, X509_NAME_free);
    return false;
  }
  SSL_CTX_set_client_CA_list(&tls, names);
  SSL_CTX_set_verify(&tls, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(&tls, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(&tls, SSL_OP_NO_TICKET);
  return SSL_CTX_set_num_tickets(&tls, 0) == 1;
}

// asked takes out of the library's request what screen() judges.
HttpAsked asked(const httplib::Request& request, std::string& length, std::string& type) {
  HttpAsked out;
  out.method = request.method;
  out.path = request.path;
  out.media_type = type = media_type_of(request.get_header_value("Content-Type"));
  out.content_length = name_of(request, "Content-Length", length);
  out.content_lengths = request.get_header_value_count("Content-Length");
  out.transfer_encoded = request.has_header("Transfer-Encoding");
  out.content_encoded = request.has_header("Content-Encoding");
  return out;
}

void put(const HttpResponse& from, httplib::Response& to, bool secure) {
  to.status = from.status;
  if (!from.location.empty()) to.set_header("Location", from.location);
  if (!from.policy.empty()) to.set_header("Content-Security-Policy", from.policy);
  if (!from.set_cookie.empty()) {
    to.set_header("Set-Cookie", set_cookie_field(from.set_cookie, secure));
  }
  to.set_header("Cache-Control", from.cache_control);
  to.set_header("X-Content-Type-Options", "nosniff");
  if (from.date != 0) to.set_header("Date", http_date(from.date));
  to.set_content(from.body, from.content_type);
}

// hang_up answers and then closes: what follows on this connection may be the unread body, and must
// never be taken for a request. The library closes only after a body that breaks off, so ours does,
// behind its last byte. (The method is changed because HEAD has no body to break off.)
void hang_up(const HttpResponse& from, const httplib::Request& request, httplib::Response& to) {
  const_cast<httplib::Request&>(request).method = "GET";
  put(from, to, false);
  to.body.clear();
  to.headers.erase("Content-Type");
  to.set_header("Connection", "close");
  to.set_content_provider(from.body.size(), from.content_type,
                          [body = from.body](std::size_t, std::size_t, httplib::DataSink& sink) {
                            sink.write(body.data(), body.size());
                            return false;
                          });
}

// refusal_for gives wallets and checkers what they can read, and everybody else a word.
HttpResponse refusal_for(std::string_view path, int status, Refusal refusal) {
  HttpResponse out = refused(refusal);
  out.status = status;
  if (path.substr(0, 4) == "/v1/") return out;
  out.content_type = "text/plain";
  out.body = std::string(name(refusal)) + "\n";
  return out;
}

}  // namespace

HttpResponse refused(Refusal refusal) {
  HttpResponse out;
  out.status = http_status(refusal);
  out.content_type = "application/cbor";
  out.body = as_text(encode(ErrorBody{refusal, std::string(sentence(refusal))}));
  return out;
}

struct HttpServer::Impl {
  HttpOptions options;
  std::vector<HttpRoute> routes;
  std::unique_ptr<httplib::Server> server;
  int listener = -1;
  std::atomic<bool> started{false}, stopping{false}, finished{false};

  void set_limits();
  void set_handlers();
  bool screen_request(const httplib::Request& request, httplib::Response& response);
  void answer(const HttpRoute& route, const httplib::Request& request, httplib::Response& response);
  void log(std::string_view route, const httplib::Request& request,
           const httplib::Response& response, Clock::time_point start) const;
};

void HttpServer::Impl::log(std::string_view route, const httplib::Request& request,
                           const httplib::Response& response, Clock::time_point start) const {
  if (!options.log) return;
  const auto spent =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
  options.log({route, response.status, request.body.size(),
               response.body.size() + response.content_length_, static_cast<std::uint64_t>(spent)});
}

void HttpServer::Impl::answer(const HttpRoute& route, const httplib::Request& request,
                              httplib::Response& response) {
  const auto start = Clock::now();
  HttpResponse reply;
  try {
    const std::string_view path = request.path;
    const std::string authorization = request.get_header_value("Authorization");
    const std::string cookies = request.get_header_value("Cookie");
    const std::string languages = request.get_header_value("Accept-Language");
    const std::string type = media_type_of(request.get_header_value("Content-Type"));
    const std::string certificate = fingerprint(request.ssl);
    HttpRequest seen{path, path.substr(route.path.size()), as_bytes(request.body)};
    seen.query = query_of(request.target);
    seen.bearer = bearer_of(authorization);
    seen.cookie = cookie_of(cookies);
    seen.languages = languages;
    seen.media_type = type;
    seen.certificate = as_bytes(certificate);
    reply = route.handler(seen);
  } catch (...) {  // whatever it says stays here: such texts hold paths, values, worse
    reply = refusal_for(request.path, 500, Refusal::internal);
  }
  put(reply, response, request.ssl != nullptr);
  log(route.path, request, response, start);
}

// screen_request answers everything that needs no body, and tells whether it did.
bool HttpServer::Impl::screen_request(const httplib::Request& request,
                                      httplib::Response& response) {
  std::string length, type;
  const HttpScreened screened = screen(asked(request, length, type), routes, options.max_body);
  // One small request must not make the library copy a body many times over.
  const_cast<httplib::Request&>(request).ranges.clear();
  if (screened.route == nullptr) {
    hang_up(refusal_for(request.path, screened.status, screened.refusal), request, response);
    log({}, request, response, Clock::now());
    return true;
  }
  if (screened.route->method == HttpMethod::post) return false;
  answer(*screened.route, request, response);
  return true;
}

void HttpServer::Impl::set_limits() {
  server->set_tcp_nodelay(true);
  server->set_keep_alive_max_count(kMaxRequestsPerConnection);
  server->set_keep_alive_timeout(static_cast<time_t>(options.keep_alive_seconds));
  server->set_read_timeout(static_cast<time_t>(options.read_seconds));
  server->set_write_timeout(static_cast<time_t>(options.read_seconds));
  server->set_payload_max_length(options.max_body);
  const std::size_t threads = options.threads;
  server->new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  // Not the library's default, which lets a second process take half of our connections.
  server->set_socket_options([this](int socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    listener = socket;
  });
}

void HttpServer::Impl::set_handlers() {
  using Handled = httplib::Server::HandlerResponse;
  server->set_pre_routing_handler([this](const auto& request, auto& response) {
    return screen_request(request, response) ? Handled::Handled : Handled::Unhandled;
  });
  server->Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
    const HttpRoute* route = find_route(routes, HttpMethod::post, request.path);
    if (route == nullptr)
      return put(refusal_for(request.path, 404, Refusal::not_found), response, false);
    answer(*route, request, response);
  });
  server->set_exception_handler([](const auto& request, auto& response, std::exception_ptr) {
    put(refusal_for(request.path, 500, Refusal::internal), response, false);
  });
  server->set_error_handler([](const httplib::Request& request, httplib::Response& response) {
    if (!response.body.empty() || response.content_provider_) return;
    hang_up(refusal_for(request.path, response.status, Refusal::malformed), request, response);
  });
}

HttpServer::HttpServer(HttpOptions options, std::vector<HttpRoute> routes)
    : impl_(std::make_unique<Impl>()) {
  impl_->options = std::move(options);
  impl_->routes = std::move(routes);
}

HttpServer::~HttpServer() {
  // The library closes its socket at the end of a run; without a run nobody does.
  if (!impl_->started && impl_->listener >= 0) ::close(impl_->listener);
}

Result<std::uint16_t> HttpServer::bind() {
  const HttpOptions& options = impl_->options;
  if (options.tls_certificate.empty()) {
    impl_->server = std::make_unique<httplib::Server>();
  } else {
    auto tls = std::make_unique<httplib::SSLServer>(options.tls_certificate.c_str(),
                                                    options.tls_key.c_str());
    if (!tls->is_valid()) return Errc::bad_key_file;
    SSL_CTX_set_min_proto_version(tls->ssl_context(), TLS1_3_VERSION);
    if (!options.client_ca.empty() &&
        !ask_for_certificates(*tls->ssl_context(), options.client_ca)) {
      return Errc::bad_key_file;
    }
    impl_->server = std::move(tls);
  }
  impl_->set_limits();
  impl_->set_handlers();
  int port = options.port;
  if (port == 0) {
    port = impl_->server->bind_to_any_port(options.host);
  } else if (!impl_->server->bind_to_port(options.host, port)) {
    port = -1;
  }
  if (port <= 0 || ::listen(impl_->listener, kBacklog) != 0) {
    impl_->listener = -1;
    return Errc::refused;
  }
  return static_cast<std::uint16_t>(port);
}

void HttpServer::run() {
  if (impl_->listener < 0) return;
  impl_->started = true;
  if (impl_->stopping) {
    ::close(impl_->listener);
  } else {
    impl_->server->listen_after_bind();
  }
  impl_->finished = true;
}

void HttpServer::stop() {
  impl_->stopping = true;
  // The library forgets a stop that comes before it has begun.
  while (impl_->started && !impl_->finished && !impl_->server->is_running()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (impl_->started && !impl_->finished) impl_->server->stop();
}

}  // namespace whit
