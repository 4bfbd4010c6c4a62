// SPDX-License-Identifier: Apache-2.0
#include "serve/tls_file.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>

namespace whit {
namespace {

struct Freed {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(ASN1_TIME* time) const { ASN1_TIME_free(time); }
};
template <class T>
using Owned = std::unique_ptr<T, Freed>;

}  // namespace

Result<UnixTime> tls_file_ends(const std::string& path) {
  const Owned<std::FILE> file(std::fopen(path.c_str(), "re"));
  if (!file) return Errc::bad_key_file;
  const Owned<X509> certificate(PEM_read_X509(file.get(), nullptr, nullptr, nullptr));
  if (!certificate) return Errc::bad_key_file;
  const Owned<ASN1_TIME> zero(ASN1_TIME_set(nullptr, 0));
  int days = 0, seconds = 0;
  if (!zero ||
      ASN1_TIME_diff(&days, &seconds, zero.get(), X509_get0_notAfter(certificate.get())) != 1 ||
      days < 0) {
    return Errc::bad_key_file;
  }
  return static_cast<UnixTime>(days) * kSecondsPerDay + static_cast<UnixTime>(seconds);
}

}  // namespace whit
