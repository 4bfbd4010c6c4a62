// SPDX-License-Identifier: Apache-2.0
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "serve/http_wire.h"

namespace whit {
namespace {

// A key with a passphrase is no good to a service; without this OpenSSL would ask at the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

bool load_identity(SSL_CTX& tls, const std::string& certificate, const std::string& key) {
  SSL_CTX_set_default_passwd_cb(&tls, no_passphrase);
  return SSL_CTX_use_certificate_chain_file(&tls, certificate.c_str()) == 1 &&
         SSL_CTX_use_PrivateKey_file(&tls, key.c_str(), SSL_FILETYPE_PEM) == 1 &&
         SSL_CTX_check_private_key(&tls) == 1;
}

bool ask_for_certificates(SSL_CTX& tls, const std::string& file) {
  STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(file.c_str());
  if (names == nullptr || SSL_CTX_load_verify_file(&tls, file.c_str()) != 1) {
    sk_X509_NAME_pop_free(names, X509_NAME_free);
    return false;
  }
  SSL_CTX_set_client_CA_list(&tls, names);
  SSL_CTX_set_verify(&tls, SSL_VERIFY_PEER, nullptr);
  return true;
}

}  // namespace

void HttpTlsFree::operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
void HttpTlsFree::operator()(SSL* tls) const noexcept { SSL_free(tls); }

Result<HttpTls> server_tls(const std::string& certificate, const std::string& key,
                           const std::string& client_ca) {
  HttpTls tls(SSL_CTX_new(TLS_server_method()));
  if (!tls || SSL_CTX_set_min_proto_version(tls.get(), TLS1_3_VERSION) != 1)
    return Errc::bad_key_file;
  SSL_CTX_set_session_cache_mode(tls.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(tls.get(), 0);
  // The length of a request's body ends it, so a connection that breaks off can't cut one short.
  SSL_CTX_set_options(tls.get(), SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(tls.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_max_cert_list(tls.get(), long{16} << 10);  // a client's chain, kept while it arrives
  if (!load_identity(*tls, certificate, key) ||
      (!client_ca.empty() && !ask_for_certificates(*tls, client_ca))) {
    ERR_clear_error();
    return Errc::bad_key_file;
  }
  return tls;
}

}  // namespace whit
