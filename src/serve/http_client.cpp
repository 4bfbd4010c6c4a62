// SPDX-License-Identifier: Apache-2.0
#include "serve/http_client.h"

#include <fcntl.h>
#include <httplib.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <mutex>
#include <optional>

#include "serve/http_bounds.h"
#include "serve/http_date.h"

namespace whit {
namespace {

using Clock = std::chrono::steady_clock;

// What head and framing may have beside the body, in bytes.
constexpr std::size_t kMostOfHead = std::size_t{64} << 10;

// Address is a URL taken apart: what httplib connects to, and the path in front of ours.
struct Address {
  bool tls = false;
  std::string host;
  int port = 0;
  std::string path;
};

// The number behind the colon, or `usual` where there is no colon; 0 for no number of a port.
int parse_port(std::string_view text, int usual) {
  if (text.empty()) return usual;
  if (text.size() < 2 || text.size() > 6 || text[0] != ':') return 0;
  int out = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return 0;
    out = out * 10 + (c - '0');
  }
  return out <= 65535 ? out : 0;
}

bool is_plain(char c) { return c > ' ' && c <= '~'; }

std::optional<Address> parse_url(std::string_view url) {
  std::size_t host = 0;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.substr(0, scheme.size()) == scheme) host = scheme.size();
  }
  if (host == 0 || !std::all_of(url.begin(), url.end(), is_plain)) return std::nullopt;
  if (url.find_first_of("@?#\\") != std::string_view::npos) return std::nullopt;
  while (url.size() > host && url.back() == '/') url.remove_suffix(1);
  const std::size_t slash = std::min(url.find('/', host), url.size());
  const std::string_view place = url.substr(host, slash - host);
  const bool numeric = !place.empty() && place[0] == '[';  // IPv6
  const std::size_t end = numeric ? place.find(']') : std::min(place.find(':'), place.size());
  if (end == std::string_view::npos || end == (numeric ? 1U : 0U)) return std::nullopt;
  Address out{host == 8, std::string(place.substr(0, end)), 0, std::string(url.substr(slash))};
  if (numeric) out.host.erase(0, 1);
  out.port = parse_port(place.substr(numeric ? end + 1 : end), out.tls ? 443 : 80);
  if (out.port == 0) return std::nullopt;
  return out;
}

HttpFailure failure_of(httplib::Error error) {
  switch (error) {
    case httplib::Error::SSLServerVerification:
    case httplib::Error::SSLLoadingCerts:
      return HttpFailure::untrusted;
    case httplib::Error::ConnectionTimeout:
      return HttpFailure::timed_out;
    default:
      return HttpFailure::unreachable;
  }
}

// check_name has OpenSSL compare the host with the certificate's alternative names. The library by
// itself would also be content with the common name, which nobody has to vouch for.
void check_name(SSL_CTX& tls, const std::string& host) {
  X509_VERIFY_PARAM* checks = SSL_CTX_get0_param(&tls);
  X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(checks, host.c_str(), host.size());
  }
}

// Line is what another thread may do to a connection: cut it. The library's own way waits for a
// connection that is being made, so this keeps a second descriptor of the same socket.
class Line {
 public:
  ~Line() { drop(); }

  // opened is told of every new socket, before it connects.
  void opened(int socket) {
    const std::lock_guard lock(guard_);
    drop();
    if (!cut_) {
      fd_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
      return;
    }
    // No socket any more, so that connecting fails at once.
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0) ::dup3(nothing, socket, O_CLOEXEC);
    if (nothing >= 0) ::close(nothing);
  }
  void cut() {
    const std::lock_guard lock(guard_);
    cut_ = true;
    if (fd_ >= 0) ::shutdown(fd_, SHUT_RDWR);
  }
  bool is_cut() const {
    const std::lock_guard lock(guard_);
    return cut_;
  }

 private:
  void drop() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  mutable std::mutex guard_;
  int fd_ = -1;
  bool cut_ = false;
};

}  // namespace

std::string_view sentence(HttpFailure failure) noexcept {
  switch (failure) {
    case HttpFailure::none:
      return "answered";
    case HttpFailure::bad_url:
      return "the address is not http://host:port or https://host";
    case HttpFailure::unreachable:
      return "not reachable";
    case HttpFailure::timed_out:
      return "no answer in time";
    case HttpFailure::untrusted:
      return "the server's certificate is not good for this address";
    case HttpFailure::too_large:
      return "the answer is larger than allowed";
  }
  return "not reachable";
}

struct HttpClient::Impl {
  HttpLimits limits;
  std::string path, bearer;
  Line line;          // outlives the client, which tells it of sockets
  HttpBounds bounds;  // outlives it, too
  std::unique_ptr<httplib::ClientImpl> client;
  SSL_CTX* tls = nullptr;  // of the client; null for http

  HttpReply send(httplib::Request request, std::size_t limit);
};

HttpClient::HttpClient(std::string_view base_url, HttpLimits limits, std::string_view ca_file)
    : impl_(std::make_unique<Impl>()) {
  std::signal(SIGPIPE, SIG_IGN);
  impl_->limits = limits;
  const auto address = parse_url(base_url);
  if (!address) return;
  auto client = make_bounded_client(address->tls, address->host, address->port, impl_->bounds);
  if (!client) return;
  client->set_connection_timeout(static_cast<time_t>(limits.connect_seconds));
  client->set_read_timeout(static_cast<time_t>(limits.read_seconds));
  client->set_write_timeout(static_cast<time_t>(limits.read_seconds));
  client->set_tcp_nodelay(true);
  client->set_socket_options([line = &impl_->line](int socket) { line->opened(socket); });
  client->set_keep_alive(true);
  client->set_follow_location(false);
  client->set_decompress(false);
  if (address->tls) {
    client->enable_server_certificate_verification(true);
    if (!ca_file.empty()) client->set_ca_cert_path(std::string(ca_file));
    impl_->tls = static_cast<httplib::SSLClient&>(*client).ssl_context();
    SSL_CTX_set_min_proto_version(impl_->tls, TLS1_2_VERSION);
    check_name(*impl_->tls, address->host);
  }
  impl_->path = address->path;
  impl_->client = std::move(client);
}

HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

HttpReply HttpClient::Impl::send(httplib::Request request, std::size_t limit) {
  HttpReply reply;
  if (line.is_cut()) return {HttpFailure::timed_out, 0, {}, {}};
  const auto start = Clock::now();
  const auto deadline = start + std::chrono::seconds(limits.total_seconds);
  bounds = {deadline, std::chrono::seconds(limits.read_seconds), limit + limit / 2 + kMostOfHead};
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    if (size > limit - reply.body.size()) reply.failure = HttpFailure::too_large;
    if (Clock::now() > deadline) reply.failure = HttpFailure::timed_out;
    if (reply.failure != HttpFailure::none) return false;
    reply.body.insert(reply.body.end(), data, data + size);
    return true;
  };
  // Who announces too much isn't waited for.
  request.response_handler = [&](const httplib::Response& head) {
    if (head.get_header_value<std::uint64_t>("Content-Length") <= limit) return true;
    reply.failure = HttpFailure::too_large;
    return false;
  };
  if (!bearer.empty()) request.headers.emplace("Authorization", "Bearer " + bearer);
  request.headers.emplace("Accept-Encoding", "identity");
  httplib::Response response;
  auto error = httplib::Error::Success;
  if (client->send(request, response, error) && !line.is_cut()) {
    reply.status = response.status;
    reply.content_type = response.get_header_value("Content-Type");
    reply.date = parse_http_date(response.get_header_value("Date"));
    reply.encoding = response.get_header_value("Content-Encoding");
    if (reply.encoding == "identity") reply.encoding.clear();
    return reply;
  }
  if (reply.failure == HttpFailure::none) reply.failure = failure_of(error);
  if (bounds.too_much) reply.failure = HttpFailure::too_large;
  // Where TLS is agreed on, only the time tells silence from a broken line.
  const auto patience = std::chrono::seconds(limits.read_seconds);
  const bool late = bounds.too_late || Clock::now() - start >= patience;
  if (reply.failure == HttpFailure::unreachable && late) reply.failure = HttpFailure::timed_out;
  if (line.is_cut()) reply.failure = HttpFailure::timed_out;
  reply.body.clear();
  return reply;
}

void HttpClient::cancel() { impl_->line.cut(); }

void HttpClient::set_bearer(std::string token) { impl_->bearer = std::move(token); }

bool HttpClient::set_certificate(const std::string& certificate_file, const std::string& key_file) {
  SSL_CTX* tls = impl_->tls;
  return tls != nullptr && SSL_CTX_use_certificate_chain_file(tls, certificate_file.c_str()) == 1 &&
         SSL_CTX_use_PrivateKey_file(tls, key_file.c_str(), SSL_FILETYPE_PEM) == 1 &&
         SSL_CTX_check_private_key(tls) == 1;
}

HttpReply HttpClient::get(std::string_view path, std::size_t limit) {
  if (!impl_->client) return {HttpFailure::bad_url, 0, {}, {}};
  httplib::Request request;
  request.method = "GET";
  request.path = impl_->path + std::string(path);
  return impl_->send(std::move(request), limit > 0 ? limit : impl_->limits.max_body);
}

HttpReply HttpClient::post(std::string_view path, std::string_view content_type, Bytes body) {
  if (!impl_->client) return {HttpFailure::bad_url, 0, {}, {}};
  httplib::Request request;
  request.method = "POST";
  request.path = impl_->path + std::string(path);
  request.headers.emplace("Content-Type", std::string(content_type));
  request.body.assign(as_text(body));
  return impl_->send(std::move(request), impl_->limits.max_body);
}

}  // namespace whit
