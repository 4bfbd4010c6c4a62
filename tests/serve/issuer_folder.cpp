// SPDX-License-Identifier: Apache-2.0
#include "serve/issuer_folder.h"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/service_keys.h"
#include "log/merkle.h"

namespace whit::test {
namespace {

std::string fresh_folder() {
  start_crypto();
  std::string path = (std::filesystem::temp_directory_path() / "whit-issuer-XXXXXX").string();
  REQUIRE(::mkdtemp(path.data()) != nullptr);
  return path;
}

}  // namespace

SecretBuffer passphrase() { return SecretBuffer::copy_of(as_bytes("a passphrase")); }

std::string demo_file(const std::string& name) {
  const auto bytes = cli::read_file(std::string(WHIT_SOURCE_DIR) + "/demo/" + name);
  return std::string(as_text(bytes));
}

std::string plain_catalogue() {
  const std::string path = std::string(WHIT_SOURCE_DIR) + "/tests/support/catalogue.json";
  return std::string(as_text(cli::read_file(path)));
}

IssuerFolder::IssuerFolder(cli::RootKind kind, std::uint64_t seed)
    : rng(seed), path_(fresh_folder()), folder_(path_) {
  cli::Vault::create(path_, passphrase(), rng);
  vault_ = std::make_unique<cli::Vault>(cli::Vault::open(path_, passphrase()));
  SecretBuffer key(32);
  rng.fill(key.expose_writable(InsecureAccess{}));
  vault().put(cli::kRegisterKey, key, rng);
  REQUIRE(IssuerService::create(folder_.register_file(), "dlo").ok());
  const std::string origin = "demo.whit.example/";
  std::string policy;
  if (kind == cli::RootKind::specimen) {
    policy = cli::make_specimen_witness(vault(), origin, rng);
  } else {
    witnesses_ = std::make_unique<WitnessHouse>(3);
    witnesses_->clock([this] { return clock_.load(); });
    policy = witnesses_->policy(2);
  }
  folder_.write_name({"dlo", "Demo labour office", origin, "http://127.0.0.1:1", policy});
  cli::make_root(root_key(), "dlo", kind, passphrase(), rng);
  cli::install_certificate(folder_, certify(day_of(kNoon)));
  apply(plain_catalogue());
}

IssuerFolder::~IssuerFolder() { std::filesystem::remove_all(path_); }

cli::Certificate IssuerFolder::certify(Day day) {
  std::vector<PublicKey> before;  // none of them is asked for again
  if (folder_.certificate()) {
    for (const ServiceKey& key : cli::installed_manifest(folder_).keys) before.push_back(key.key);
  }
  const cli::KeyRequest request = cli::request_keys(folder_, vault(), before, rng);
  return cli::certify(root_key(), {request}, {day, 366}, passphrase());
}

Bundle IssuerFolder::publish(UnixTime now) {
  Issuing issuing;
  issuing.iss = "dlo";
  const auto service =
      cli::open_service(folder_, std::move(issuing), vault().get(cli::kRegisterKey), rng);
  return publish(*service, now);
}

void IssuerFolder::introduce(std::uint64_t number) {
  const std::string origin = cli::log_origin(folder_.name().origin, number);
  const auto keys = cli::log_keys(cli::installed_manifest(folder_), origin);
  for (std::size_t row = 0; row < witnesses_->size(); ++row) {
    auto log = witnesses_->kept(row, origin);
    if (!log) log = audit::WitnessedLog{origin, {}, 0, empty_root(), ""};
    log->keys = keys;
    witnesses_->keep(row, *log);
  }
}

Bundle IssuerFolder::publish(IssuerService& service, UnixTime now) {
  at(now);
  if (witnesses_) introduce(kFirstLog);
  return cli::publish(folder_, vault(), service, now, rng);
}

void IssuerFolder::apply(std::string_view catalogue) {
  cli::write_file_atomic(folder_.catalogue_file(), as_bytes(catalogue));
}

std::unique_ptr<IssuerService> IssuerFolder::service() {
  const auto newest = cli::published(folder_);
  REQUIRE(newest.has_value());
  const Bundle& bundle = newest->bundle;
  auto issuing = cli::issuing_of(bundle.key_list(), bundle.head().catalogue, vault(),
                                 day_of(bundle.head().issued));
  return cli::open_service(folder_, std::move(issuing), vault().get(cli::kRegisterKey), rng);
}

}  // namespace whit::test
