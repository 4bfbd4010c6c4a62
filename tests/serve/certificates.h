// SPDX-License-Identifier: Apache-2.0
// Fresh certificates in files, for servers and for clients.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>

namespace whit::test {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

// CertificateWish is what is asked for: who it is for and how long it lasts.
struct CertificateWish {
  const char* usage = nullptr;  // of the key: clientAuth or serverAuth; none for any
  bool authority = false;
  long from = -60, until = 3600;  // seconds from now
};

// Certificate is for 127.0.0.1, signed by itself or by another one.
class Certificate {
 public:
  explicit Certificate(CertificateWish wish = {}, const Certificate* by = nullptr)
      : folder_((std::filesystem::temp_directory_path() / "whit-tls-XXXXXX").string()),
        pair_(EVP_EC_gen("P-256")),
        made_(X509_new()) {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    X509_set_version(made_.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made_.get()), by == nullptr ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(made_.get()), wish.from);
    X509_gmtime_adj(X509_getm_notAfter(made_.get()), wish.until);
    X509_set_pubkey(made_.get(), pair_.get());
    const auto* name =
        reinterpret_cast<const unsigned char*>(by == nullptr ? "localhost" : "staff");
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made_.get()), "CN", MBSTRING_ASC, name, -1, -1,
                               0);
    const Certificate& signer = by == nullptr ? *this : *by;
    X509_set_issuer_name(made_.get(), X509_get_subject_name(signer.made_.get()));
    extend(NID_subject_alt_name, "IP:127.0.0.1");
    if (wish.authority) extend(NID_basic_constraints, "critical,CA:TRUE");
    if (wish.usage != nullptr) extend(NID_ext_key_usage, wish.usage);
    REQUIRE(X509_sign(made_.get(), signer.pair_.get(), EVP_sha256()) > 0);
    write();
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  std::string file() const { return folder_ + "/certificate.pem"; }
  std::string key() const { return folder_ + "/key.pem"; }
  // fingerprint is the SHA-256 of its DER.
  std::string fingerprint() const {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    REQUIRE(X509_digest(made_.get(), EVP_sha256(), digest, &size) == 1);
    return std::string(reinterpret_cast<const char*>(digest), size);
  }

 private:
  void extend(int what, const char* value) {
    const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, what, value));
    REQUIRE(X509_add_ext(made_.get(), extension.get(), -1) == 1);
  }
  void write() const {
    const Owned<BIO, BIO_free_all> to_key(BIO_new_file(key().c_str(), "w"));
    const Owned<BIO, BIO_free_all> to_file(BIO_new_file(file().c_str(), "w"));
    REQUIRE(PEM_write_bio_PrivateKey(to_key.get(), pair_.get(), nullptr, nullptr, 0, nullptr,
                                     nullptr) == 1);
    REQUIRE(PEM_write_bio_X509(to_file.get(), made_.get()) == 1);
  }

  std::string folder_;
  Owned<EVP_PKEY, EVP_PKEY_free> pair_;
  Owned<X509, X509_free> made_;
};

// TlsClient is a bare TLS connection that says whatever it is given.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, int highest = TLS1_3_VERSION)
      : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_max_proto_version(context_.get(), highest);
    bio_.reset(BIO_new_ssl_connect(context_.get()));
    BIO_set_conn_hostname(bio_.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
    connected_ = BIO_do_connect(bio_.get()) == 1;
  }
  // version is the one agreed on, or empty.
  std::string version() const {
    SSL* tls = nullptr;
    BIO_get_ssl(bio_.get(), &tls);
    return connected_ ? SSL_get_version(tls) : "";
  }
  void send(const std::string& text) const {
    BIO_write(bio_.get(), text.data(), static_cast<int>(text.size()));
  }
  std::string read_all() const {
    std::string out;
    char buffer[16384];
    for (int got = 0; (got = BIO_read(bio_.get(), buffer, sizeof buffer)) > 0;) {
      out.append(buffer, static_cast<std::size_t>(got));
    }
    return out;
  }

 private:
  Owned<SSL_CTX, SSL_CTX_free> context_;
  Owned<BIO, BIO_free_all> bio_;
  bool connected_ = false;
};

}  // namespace whit::test
