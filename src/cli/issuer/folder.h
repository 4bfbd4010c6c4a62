// SPDX-License-Identifier: Apache-2.0
// The folder of one issuer: what lies where, and who it is.
//
//   issuer.json      name, addresses                 public
//   certificate      root key and root manifest      public
//   certificate.before  of the root before, if any   public
//   catalogue.json   as it was applied               public
//   retired-keys.json  service keys given up         public
//   catalogue-shown  what heads still show of others public, written by publishing
//   key-list whit-bundle                             public, written by publishing
//   witnesses.json specimen-witness/ evidence/       public, what witnesses said
//   register.db      subjects and facts, the log     private
//   vault.key keys/  every secret, sealed            private
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "token/build.h"
#include "whit/trust.h"

namespace whit::cli {

// IssuerName is who this issuer is, as its trust file says it.
struct IssuerName {
  std::string iss, name, origin, url, policy;
};

// Certificate is what the root answers a request with.
struct Certificate {
  PublicKey root;
  ByteVector manifest;  // signed
};
Result<Certificate> parse_certificate(Bytes cbor);
ByteVector encode(const Certificate& certificate);

class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const noexcept { return path_; }
  std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }
  std::string register_file() const { return file("register.db"); }
  std::string certificate_file() const { return file("certificate"); }
  std::string certificate_before_file() const { return file("certificate.before"); }
  std::string catalogue_file() const { return file("catalogue.json"); }
  std::string key_list_file() const { return file("key-list"); }
  std::string bundle_file() const { return file("whit-bundle"); }
  std::string next_bundle_file() const { return file("whit-bundle.next"); }

  // is_made tells whether init was run here.
  bool is_made() const;
  // name reads issuer.json; a Failure where init was never run.
  IssuerName name() const;
  void write_name(const IssuerName& name) const;
  // certificate is absent until `key install`.
  std::optional<Certificate> certificate() const;
  // trust is the trust file that belongs to all this; a Failure before `key install`.
  TrustFile trust() const;
  // trust_before is the same with the root before, which the published bundle may be under until
  // the next one is; absent where the root never changed.
  std::optional<TrustFile> trust_before() const;

 private:
  std::string path_;
};

// check_name is a Failure for what can't stand in a trust file.
void check_name(const IssuerName& name);

}  // namespace whit::cli
