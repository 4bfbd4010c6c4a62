// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/folder.h"

#include <nlohmann/json.hpp>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) {
    throw Failure("issuer.json: \"" + std::string(key) + "\" is missing or no text");
  }
  return found->get<std::string>();
}

}  // namespace

Result<Certificate> parse_certificate(Bytes cbor) {
  cbor::Reader in(cbor);
  Certificate out;
  WHIT_CHECK(in.expect_map(2));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.root, in.fixed<PublicKey>());
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(const Bytes manifest, in.bytes());
  WHIT_CHECK(in.expect_end());
  out.manifest.assign(manifest.begin(), manifest.end());
  return out;
}

ByteVector encode(const Certificate& certificate) {
  cbor::Writer out;
  out.map(2).uint(1).bytes(certificate.root.view()).uint(2).bytes(certificate.manifest);
  return out.take();
}

bool Folder::is_made() const { return exists(file("issuer.json")); }

IssuerName Folder::name() const {
  if (!is_made()) {
    throw Failure(printable(path_) + ": there is no issuer here",
                  "whit-issuer init " + printable(path_) + " --iss ... --name ...");
  }
  const auto bytes = read_file(file("issuer.json"));
  const json object = json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!object.is_object()) throw Failure("issuer.json: not a JSON object");
  return {text_of(object, "iss"), text_of(object, "name"), text_of(object, "origin"),
          text_of(object, "url"), text_of(object, "policy")};
}

void Folder::write_name(const IssuerName& name) const {
  const json object = {{"iss", name.iss},
                       {"name", name.name},
                       {"origin", name.origin},
                       {"url", name.url},
                       {"policy", name.policy}};
  const std::string text = object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  write_file_atomic(file("issuer.json"), as_bytes(text));
}

std::optional<Certificate> Folder::certificate() const {
  if (!exists(certificate_file())) return std::nullopt;
  auto certificate = parse_certificate(read_file(certificate_file()));
  if (!certificate) throw Failure(printable(certificate_file()) + ": damaged");
  return *std::move(certificate);
}

TrustFile Folder::trust() const {
  const IssuerName who = name();
  const auto certificate = this->certificate();
  if (!certificate) {
    throw Failure("no service keys are certified yet",
                  "whit-issuer key request, then root certify, then key install");
  }
  return {who.iss, certificate->root, who.url, who.origin, who.policy};
}

std::optional<TrustFile> Folder::trust_before() const {
  if (!exists(certificate_before_file())) return std::nullopt;
  const auto before = parse_certificate(read_file(certificate_before_file()));
  if (!before) throw Failure(printable(certificate_before_file()) + ": damaged");
  TrustFile out = trust();
  out.root = before->root;
  return out;
}

void check_name(const IssuerName& name) {
  if (!is_iss(name.iss)) {
    throw Failure("--iss must be 2 to 6 of a-z, 0-9 and -, and start with a letter");
  }
  if (name.name.empty() || name.name.size() > 96) throw Failure("--name must be 1 to 96 bytes");
  const bool web = name.url.substr(0, 7) == "http://" || name.url.substr(0, 8) == "https://";
  if (!web || name.url.size() > 96) {
    throw Failure("--url must begin with http:// or https:// and have at most 96 bytes");
  }
  if (name.origin.empty() || name.origin.find_first_of(" \t\r\n+") != std::string::npos) {
    throw Failure("--origin is empty or holds a space or +", "--origin log.labour.example/");
  }
}

}  // namespace whit::cli
