// SPDX-License-Identifier: Apache-2.0
// OpenSSL's BIGNUM with owners, and nothing else of it: also where OpenSSL is its arithmetic alone,
// in WebAssembly (wasm/wallet/). Only .cpp files of this folder include it.
#pragma once

#include <openssl/bn.h>
#include <openssl/err.h>

#include <memory>

namespace whit::openssl {

template <auto free_function>
struct Freer {
  template <class T>
  void operator()(T* object) const noexcept {
    free_function(object);
  }
};
template <class T, auto free_function>
using Owned = std::unique_ptr<T, Freer<free_function>>;

using Number = Owned<BIGNUM, BN_clear_free>;  // wiped when it goes
using NumberContext = Owned<BN_CTX, BN_CTX_free>;
using Montgomery = Owned<BN_MONT_CTX, BN_MONT_CTX_free>;

// QuietErrors takes back what OpenSSL adds to this thread's error queue. A refusal left there
// would be read as an error of the next TLS connection.
class QuietErrors {
 public:
  QuietErrors() noexcept { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

}  // namespace whit::openssl
