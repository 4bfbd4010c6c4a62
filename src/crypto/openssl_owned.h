// SPDX-License-Identifier: Apache-2.0
// OpenSSL's objects with owners. Only .cpp files of this folder include it.
#pragma once

#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "crypto/openssl_number.h"

namespace whit::openssl {

using ParamBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Digest = Owned<EVP_MD, EVP_MD_free>;

}  // namespace whit::openssl
