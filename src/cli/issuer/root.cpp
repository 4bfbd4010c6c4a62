// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/root.h"

#include <algorithm>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/vault.h"
#include "crypto/keyfile.h"
#include "token/build.h"
#include "token/cose.h"
#include "token/registry.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

std::string_view label_of(bool specimen) { return specimen ? "whit specimen root" : "whit root"; }

std::string facts_file(const std::string& key_file) { return key_file + ".facts"; }

Result<RootFacts> parse_facts(Bytes cbor) {
  cbor::Reader in(cbor);
  RootFacts out;
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs != 5 && pairs != 6) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, in.text());
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.root, in.fixed<PublicKey>());
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(out.next_root, in.fixed<Hash>());
  WHIT_CHECK(in.expect(4));
  WHIT_TRY(out.sequence, in.uint());
  WHIT_CHECK(in.expect(5));
  WHIT_TRY(out.specimen, in.boolean());
  if (pairs == 6) {
    WHIT_CHECK(in.expect(6));
    WHIT_TRY(out.succeeded, in.boolean());
  }
  WHIT_CHECK(in.expect_end());
  return out;
}

void write_facts(const std::string& key_file, const RootFacts& facts) {
  cbor::Writer out;
  out.map(facts.succeeded ? 6 : 5).uint(1).text(facts.iss).uint(2).bytes(facts.root.view());
  out.uint(3).bytes(facts.next_root.view()).uint(4).uint(facts.sequence);
  out.uint(5).boolean(facts.specimen);
  if (facts.succeeded) out.uint(6).boolean(true);
  write_file_atomic(facts_file(key_file), out.view());
}

RootManifest manifest_of(const RootFacts& facts, const std::vector<KeyRequest>& requests,
                         const CertifyTerms& terms) {
  RootManifest out;
  out.iss = facts.iss;
  out.sequence = facts.sequence + 1;
  out.ends = terms.first + terms.days + 1;
  out.next_root = facts.next_root;
  out.specimen = facts.specimen;
  if (facts.succeeded) out.root = facts.root;
  for (const KeyRequest& request : requests) {
    if (request.iss != facts.iss) {
      throw Failure("a request is of issuer " + request.iss + ", this root of " + facts.iss);
    }
    for (const auto& [use, key] : request.keys) {
      out.keys.push_back({use, key, terms.first, terms.first + terms.days});
    }
  }
  return out;
}

// write_root writes `root`, a new key to follow it, and what `facts` lacks of the two.
MadeRoot write_root(const std::string& key_file, RootFacts facts, const SigningKey& root,
                    const SecretBuffer& passphrase, Rng& rng) {
  const SigningKey next = SigningKey::generate(rng);
  facts.root = root.public_key();
  facts.next_root = sha256(next.public_key().view());
  const std::string_view label = label_of(facts.specimen);
  write_key_file(key_file, root.seed(InsecureAccess{}), passphrase, label, rng);
  write_key_file(key_file + ".next", next.seed(InsecureAccess{}), passphrase, label, rng);
  write_facts(key_file, facts);
  return {facts, next.public_key()};
}

// facts_of is what is known of the root that `announced` names: beside its key file, or by a
// certificate that it signed.
RootFacts facts_of(const std::string& announced) {
  if (exists(facts_file(announced))) return read_root_facts(announced);
  const auto certificate = parse_certificate(read_file(announced));
  const auto manifest =
      certificate ? check_certificate(*certificate) : Result<RootManifest>(certificate.error());
  if (!manifest) {
    throw Failure(printable(announced) + ": neither a root key with its .facts nor a certificate");
  }
  RootFacts out;
  out.iss = manifest->iss;
  out.root = certificate->root;
  out.next_root = manifest->next_root;
  out.sequence = manifest->sequence;
  out.specimen = manifest->specimen;
  return out;
}

}  // namespace

RootFacts read_root_facts(const std::string& key_file) {
  auto facts = parse_facts(read_file(facts_file(key_file)));
  if (!facts) throw Failure(printable(facts_file(key_file)) + ": damaged");
  return *std::move(facts);
}

Result<KeyRequest> parse_key_request(Bytes cbor) {
  cbor::Reader in(cbor);
  KeyRequest out;
  WHIT_CHECK(in.expect_map(2));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, in.text());
  if (!is_iss(out.iss)) return in.fail(Errc::out_of_range);
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(const std::size_t count, in.array());
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_CHECK(in.expect_array(2));
    WHIT_TRY(const std::uint64_t use, in.uint(1, 3));
    WHIT_TRY(const PublicKey key, in.fixed<PublicKey>());
    out.keys.emplace_back(static_cast<Use>(use), key);
  }
  WHIT_CHECK(in.expect_end());
  return out;
}

ByteVector encode(const KeyRequest& request) {
  cbor::Writer out;
  out.map(2).uint(1).text(request.iss).uint(2).array(request.keys.size());
  for (const auto& [use, key] : request.keys) {
    out.array(2).uint(static_cast<std::uint64_t>(use)).bytes(key.view());
  }
  return out.take();
}

MadeRoot make_root(const std::string& key_file, const std::string& iss, RootKind kind,
                   const SecretBuffer& passphrase, Rng& rng) {
  RootFacts facts;
  facts.iss = iss;
  facts.specimen = kind == RootKind::specimen;
  return write_root(key_file, facts, SigningKey::generate(rng), passphrase, rng);
}

MadeRoot succeed_root(const std::string& next_file, const std::string& announced,
                      const std::string& key_file, const SecretBuffer& passphrase, Rng& rng) {
  RootFacts facts = facts_of(announced);
  const SigningKey key =
      key_of_seed(read_key_file(next_file, passphrase, label_of(facts.specimen)));
  if (!(sha256(key.public_key().view()) == facts.next_root)) {
    throw Failure(printable(next_file) + ": not the key that " + printable(announced) +
                      " announced as the next root",
                  "nothing was written; whit-issuer root words FILE tells which key a file holds");
  }
  facts.succeeded = true;
  return write_root(key_file, facts, key, passphrase, rng);
}

PublicKey root_of(const std::string& key_file, const SecretBuffer& passphrase) {
  const ByteVector sealed = read_private_file(key_file);
  for (const bool specimen : {false, true}) {
    const auto seed = open_key_file(sealed, passphrase, label_of(specimen));
    if (seed) return key_of_seed(*seed).public_key();
    if (seed.error().code == Errc::bad_key_file) {
      throw Failure(printable(key_file) + ": not a key file");
    }
  }
  throw Failure("wrong passphrase for " + printable(key_file) + " (or the file is damaged)");
}

Certificate certify(const std::string& key_file, const std::vector<KeyRequest>& requests,
                    const CertifyTerms& terms, const SecretBuffer& passphrase) {
  RootFacts facts = read_root_facts(key_file);
  const SigningKey root =
      key_of_seed(read_key_file(key_file, passphrase, label_of(facts.specimen)));
  if (!(root.public_key() == facts.root)) {
    throw Failure(printable(facts_file(key_file)) + ": belongs to another root key");
  }
  const RootManifest manifest = manifest_of(facts, requests, terms);
  Certificate out{facts.root, sign_part(encode(manifest), registry::kTypManifest, root)};
  const auto checked = check_certificate(out);
  if (!checked) throw Failure(std::string(sentence(checked.error().code)));
  // First the sequence: a number lost is harmless, one given twice is not.
  facts.sequence = manifest.sequence;
  write_facts(key_file, facts);
  return out;
}

Result<RootManifest> check_certificate(const Certificate& certificate) {
  WHIT_TRY(const SignedPart part, parse_signed(certificate.manifest, registry::kTypManifest));
  if (!(part.kid == key_id(certificate.root))) return Errc::wrong_root;
  if (!verify_signed(part, certificate.root)) return Errc::bad_signature;
  WHIT_TRY(RootManifest manifest, parse_manifest(part.sign1.payload));
  if (manifest.root && !(*manifest.root == certificate.root)) return Errc::false_root;
  return manifest;
}

}  // namespace whit::cli
