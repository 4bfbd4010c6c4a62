// SPDX-License-Identifier: Apache-2.0
// HTTPS: TLS 1.3 alone on our side, staff certificates of one authority, and a client that believes
// nobody it wasn't told to.
#include <catch2/catch.hpp>

#include "serve/certificates.h"
#include "serve/http_client.h"
#include "serve/service.h"

namespace whit {
namespace {

using test::Certificate;
using test::count;
using test::Memory;
using test::RawClient;
using test::Service;
using test::status_of;
using test::TlsClient;
using test::until;

HttpOptions options_of(const Certificate& certificate) {
  HttpOptions out = test::small();
  out.tls_certificate = certificate.file();
  out.tls_key = certificate.key();
  return out;
}

std::string url_of(const Service& service) {
  return "https://127.0.0.1:" + std::to_string(service.port);
}

const std::string kGet = "GET /healthz HTTP/1.1\r\nHost: x\r\n";

TEST_CASE("HTTPS is TLS 1.3, and a stranger's certificate is not believed", "[serve][tls]") {
  const Certificate certificate, stranger;
  const Service service(options_of(certificate));
  const std::string url = url_of(service);
  CHECK(HttpClient(url, {}, certificate.file()).get("/healthz").ok());
  CHECK(HttpClient(url).get("/healthz").failure == HttpFailure::untrusted);
  CHECK(HttpClient(url, {}, stranger.file()).get("/healthz").failure == HttpFailure::untrusted);
  // The certificate is for the address; localhost stands in its common name alone.
  const std::string other = "https://localhost:" + std::to_string(service.port);
  CHECK(HttpClient(other, {}, certificate.file()).get("/healthz").failure ==
        HttpFailure::untrusted);
  CHECK(TlsClient(service.port).version() == "TLSv1.3");
  CHECK(TlsClient(service.port, TLS1_2_VERSION).version().empty());
}

TEST_CASE("TLS files that are no good are refused", "[serve][tls]") {
  const Certificate certificate, stranger;
  const auto error_of = [](const HttpOptions& options) {
    HttpServer server(options, test::some_routes());
    const auto port = server.bind();
    REQUIRE_FALSE(port.ok());
    return port.error().code;
  };
  HttpOptions options = options_of(certificate);
  options.tls_key = stranger.key();
  CHECK(error_of(options) == Errc::bad_key_file);
  options = options_of(certificate);
  options.client_ca = "/nowhere";
  CHECK(error_of(options) == Errc::bad_key_file);
  options.client_ca = certificate.key();  // PEM, but no certificate
  CHECK(error_of(options) == Errc::bad_key_file);
}

// Handlers answer with the fingerprint that they were given.
std::vector<HttpRoute> who_are_you() {
  const auto who = [](const HttpRequest& request) {
    return test::text(std::string(as_text(request.certificate)));
  };
  return {{HttpMethod::get, "/who", HttpMatch::exact, who}};
}

HttpReply introduce(const Service& service, const Certificate& server, const Certificate* client) {
  HttpClient out(url_of(service), {}, server.file());
  if (client != nullptr) REQUIRE(out.set_certificate(client->file(), client->key()));
  return out.get("/who");
}

TEST_CASE("a client's certificate is known by its fingerprint, and one may come without",
          "[serve][tls]") {
  const Certificate server, authority({nullptr, true});
  HttpOptions options = options_of(server);
  options.client_ca = authority.file();
  const Service service(options, who_are_you());
  for (const char* usage : {"clientAuth", static_cast<const char*>(nullptr)}) {
    const Certificate staff({usage, false}, &authority);
    const HttpReply reply = introduce(service, server, &staff);
    REQUIRE(reply.ok());
    CHECK(as_text(reply.body) == staff.fingerprint());
    CHECK(reply.body.size() == 32);
  }
  const HttpReply nobody = introduce(service, server, nullptr);
  CHECK(nobody.ok());
  CHECK(nobody.body.empty());
}

TEST_CASE("a client's certificate that doesn't verify ends the handshake", "[serve][tls]") {
  const Certificate server, authority({nullptr, true}), other({nullptr, true});
  HttpOptions options = options_of(server);
  options.client_ca = authority.file();
  const Service service(options, who_are_you());
  const Certificate foreign({"clientAuth", false}, &other);
  const Certificate expired({"clientAuth", false, -7200, -3600}, &authority);
  const Certificate early({"clientAuth", false, 3600, 7200}, &authority);
  const Certificate for_servers({"serverAuth", false}, &authority);
  const Certificate itself({"clientAuth", false});
  for (const Certificate* bad : {&foreign, &expired, &early, &for_servers, &itself}) {
    CHECK_FALSE(introduce(service, server, bad).ok());
  }
  CHECK(introduce(service, server, nullptr).ok());
}

TEST_CASE("nobody is asked for a certificate where there is no authority for one", "[serve][tls]") {
  const Certificate server, authority({nullptr, true}), staff({"clientAuth", false}, &authority);
  const Service service(options_of(server), who_are_you());
  const HttpReply reply = introduce(service, server, &staff);
  CHECK(reply.ok());
  CHECK(reply.body.empty());
}

TEST_CASE("under TLS the session cookie is Secure", "[serve][tls]") {
  HttpResponse page = test::text("in");
  page.set_cookie = "abc";
  const Certificate certificate;
  const Service service(options_of(certificate), {{HttpMethod::get, "/page", HttpMatch::exact,
                                                   [page](const HttpRequest&) { return page; }}});
  const TlsClient client(service.port);
  client.send("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(count(client.read_all(),
              "Set-Cookie: whit-session=abc; Path=/; HttpOnly; SameSite=Strict; Secure\r\n") == 1);
}

TEST_CASE("requests in pieces, large replies and refusals go through TLS too", "[serve][tls]") {
  const Certificate certificate;
  const Service service(options_of(certificate));
  const TlsClient pieces(service.port);
  for (const char c : kGet + "\r\n") pieces.send(std::string(1, c));
  pieces.send("GET /v1/big HTTP/1.1\r\nHost: x\r\n\r\n" + kGet + "Connection: close\r\n\r\n");
  const std::string replies = pieces.read_all();
  CHECK(count(replies, "HTTP/1.1 200 OK\r\n") == 3);
  CHECK(replies.size() > (1 << 20));
  const TlsClient flood(service.port);
  flood.send(kGet + "X-Long: " + std::string(40000, 'a'));
  CHECK(status_of(flood.read_all()) == 431);
  const TlsClient chunks(service.port);
  chunks.send(test::post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"));
  CHECK(status_of(chunks.read_all()) == 411);
}

TEST_CASE("whoever is too slow under TLS is told so", "[serve][tls]") {
  const Certificate certificate;
  HttpOptions options = options_of(certificate);
  options.head_seconds = 1;
  const Service service(options);
  const TlsClient client(service.port);
  client.send("GET /heal");
  CHECK(status_of(client.read_all()) == 408);
}

bool answers(const Service& service, const Certificate& certificate) {
  return HttpClient(url_of(service), {}, certificate.file()).get("/healthz").ok();
}

// What every ClientHello begins with: a record of 512 bytes, of which these are the first.
const std::string kHalfHello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);

TEST_CASE("200 handshakes that never end keep nobody else waiting", "[serve][tls][hostile]") {
  const Certificate certificate;
  HttpOptions options = options_of(certificate);
  options.threads = 2;
  options.head_seconds = 60;
  const Memory memory;
  const Service service(options);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<RawClient>(service.port));
    slow.back()->send(kHalfHello);
  }
  CHECK(until([&] { return service.connections() >= 200; }));
  CHECK(answers(service, certificate));
  for (const auto& client : slow) client->send(std::string(1, '\0'));
  CHECK(answers(service, certificate));
  CHECK(memory.grown_mb() < 64);
}

TEST_CASE("a handshake has its time, and a failed one leaves nothing behind",
          "[serve][tls][hostile]") {
  const Certificate certificate;
  HttpOptions options = options_of(certificate);
  options.head_seconds = 1;
  const Service service(options);
  CHECK(answers(service, certificate));
  CHECK(until([&] { return service.connections() == 0; }));
  const std::size_t files = test::open_files();
  {
    const RawClient slow(service.port);
    slow.send(kHalfHello);
    CHECK(slow.closed(5000));
  }
  for (int i = 0; i < 300; ++i) {
    const RawClient client(service.port);
    if (i % 3 == 1) client.send(kGet + "\r\n");  // not TLS
    if (i % 3 == 2) client.send(kHalfHello + std::string(600, '\xff'));
  }
  CHECK(until([&] { return service.connections() == 0; }));
  CHECK(test::open_files() == files);
  CHECK(answers(service, certificate));
}

TEST_CASE("a client shows its bearer token, and only its own certificate", "[serve][tls]") {
  const Certificate server, other;
  const Service service(options_of(server));
  HttpClient client(url_of(service), {}, server.file());
  CHECK(as_text(client.get("/seen").body) == "/seen|||||||");
  client.set_bearer("t0ken");
  CHECK(as_text(client.get("/seen").body) == "/seen|||t0ken||||");
  client.set_bearer("");
  CHECK(as_text(client.get("/seen").body) == "/seen|||||||");
  CHECK_FALSE(client.set_certificate(server.file(), other.key()));
  CHECK_FALSE(client.set_certificate("/nowhere", other.key()));
  CHECK_FALSE(HttpClient("http://127.0.0.1:1").set_certificate(server.file(), server.key()));
}

}  // namespace
}  // namespace whit
