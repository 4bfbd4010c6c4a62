// SPDX-License-Identifier: Apache-2.0
// HTTPS: TLS 1.3 alone on our side, and a client that believes nobody it wasn't told to.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <thread>

#include "serve/http_client.h"
#include "serve/http_server.h"

namespace whit {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

// Certificate is a fresh self-signed one for 127.0.0.1, in two files.
class Certificate {
 public:
  Certificate() : folder_((std::filesystem::temp_directory_path() / "whit-tls-XXXXXX").string()) {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    const Owned<EVP_PKEY, EVP_PKEY_free> pair(EVP_EC_gen("P-256"));
    const Owned<X509, X509_free> made(X509_new());
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), pair.get());
    const auto* name = reinterpret_cast<const unsigned char*>("localhost");
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC, name, -1, -1,
                               0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    const Owned<X509_EXTENSION, X509_EXTENSION_free> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"));
    X509_add_ext(made.get(), names.get(), -1);
    REQUIRE(X509_sign(made.get(), pair.get(), EVP_sha256()) > 0);
    const Owned<BIO, BIO_free_all> to_key(BIO_new_file(key().c_str(), "w"));
    const Owned<BIO, BIO_free_all> to_file(BIO_new_file(file().c_str(), "w"));
    REQUIRE(PEM_write_bio_PrivateKey(to_key.get(), pair.get(), nullptr, nullptr, 0, nullptr,
                                     nullptr) == 1);
    REQUIRE(PEM_write_bio_X509(to_file.get(), made.get()) == 1);
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  std::string file() const { return folder_ + "/certificate.pem"; }
  std::string key() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
};

HttpOptions options_of(const Certificate& certificate) {
  HttpOptions out;
  out.threads = 4;
  out.tls_certificate = certificate.file();
  out.tls_key = certificate.key();
  return out;
}

std::vector<HttpRoute> one_route() {
  return {{HttpMethod::get, "/healthz", HttpMatch::exact, [](const HttpRequest&) {
             return HttpResponse{200, "text/plain", "ok", "no-store"};
           }}};
}

// version_spoken connects with at most `highest` and gives the version agreed on, or empty.
std::string version_spoken(std::uint16_t port, int highest) {
  const Owned<SSL_CTX, SSL_CTX_free> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_max_proto_version(context.get(), highest);
  const Owned<BIO, BIO_free_all> bio(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(bio.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
  SSL* tls = nullptr;
  BIO_get_ssl(bio.get(), &tls);
  return BIO_do_connect(bio.get()) == 1 ? SSL_get_version(tls) : "";
}

TEST_CASE("HTTPS is TLS 1.3, and a stranger's certificate is not believed", "[serve][tls]") {
  const Certificate certificate, stranger;
  HttpServer server(options_of(certificate), one_route());
  const auto port = server.bind();
  REQUIRE(port.ok());
  std::thread thread([&] { server.run(); });
  const std::string url = "https://127.0.0.1:" + std::to_string(*port);
  CHECK(HttpClient(url, {}, certificate.file()).get("/healthz").ok());
  CHECK(HttpClient(url).get("/healthz").failure == HttpFailure::untrusted);
  CHECK(HttpClient(url, {}, stranger.file()).get("/healthz").failure == HttpFailure::untrusted);
  // The certificate is for the address; localhost stands in its common name alone.
  const std::string other = "https://localhost:" + std::to_string(*port);
  CHECK(HttpClient(other, {}, certificate.file()).get("/healthz").failure ==
        HttpFailure::untrusted);
  CHECK(version_spoken(*port, TLS1_3_VERSION) == "TLSv1.3");
  CHECK(version_spoken(*port, TLS1_2_VERSION).empty());
  server.stop();
  thread.join();
}

TEST_CASE("a certificate and key that don't belong together are refused", "[serve][tls]") {
  const Certificate certificate, stranger;
  HttpOptions options = options_of(certificate);
  options.tls_key = stranger.key();
  HttpServer server(options, one_route());
  const auto port = server.bind();
  REQUIRE_FALSE(port.ok());
  CHECK(port.error().code == Errc::bad_key_file);
}

}  // namespace
}  // namespace whit
