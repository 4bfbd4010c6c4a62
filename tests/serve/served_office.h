// SPDX-License-Identifier: Apache-2.0
// An issuer that answers over HTTP at noon for ever, and a wallet that speaks with it.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "serve/http_client.h"
#include "serve/http_server.h"
#include "serve/issuer_folder.h"
#include "serve/routes.h"
#include "store/service.h"
#include "wallet/collect.h"
#include "wallet/show.h"
#include "whit/verify.h"

namespace whit::test {

// import adds lines to a register.
void import(IssuerService& service, std::string csv);

class ServedOffice {
 public:
  // The register is the demonstration's; the catalogue too, where none is given.
  explicit ServedOffice(cli::RootKind kind, const std::string& catalogue = "");
  ~ServedOffice();

  TrustFile trust() const { return folder.folder().trust(); }
  Bundle bundle() const;
  HttpReply post(const std::string& path, Bytes body) const;

  IssuerFolder folder;
  std::unique_ptr<IssuerService> service;
  Shelf shelf;
  std::unique_ptr<HttpServer> server;
  std::string url;

 private:
  std::thread thread_;
};

// enrol brings a wallet in, by a fresh invitation of `subject`; gives its account.
wallet::Account& enrol(const ServedOffice& office, const Bundle& bundle, wallet::Wallet& mine,
                       const std::string& subject, Rng& rng);
// collect takes all there is, and counts the tokens.
std::size_t collect(const ServedOffice& office, const Bundle& bundle, wallet::Account& account,
                    Rng& rng);
// show shows an unused set with all `facts`, in nobody's name.
ByteVector show(wallet::Wallet& mine, std::vector<Vct> facts);
// check is what a checker makes of `shown`.
Report check(Bytes shown, const Bundle& bundle, UnixTime now, const char* preset);

}  // namespace whit::test
