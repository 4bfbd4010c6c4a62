// SPDX-License-Identifier: Apache-2.0
// Keys in SoftHSM2's token, straight and through a module that goes wrong as devices do.
#include "crypto/hsm.h"

#include <stdlib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/hex.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/rng.h"

// SoftHSM2 2.6.1 leaves a few bytes of libcrypto's behind for each key that it reads. Nothing else
// here uses libcrypto.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libsofthsm2\nleak:libcrypto\n";
}

namespace whit {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSoftHsm = "/usr/lib/softhsm/libsofthsm2.so";
constexpr std::string_view kPin = "4711-0815";

SecretBuffer secret(std::string_view text) { return SecretBuffer::copy_of(as_bytes(text)); }

std::string name_of(const PublicKey& key) {
  return "token-" + hex::encode(thumbprint(key).view().first(8));
}

template <class T>
Errc code_of(const Result<T>& result) {
  REQUIRE_FALSE(result.ok());
  return result.error().code;
}

// Tokens is a folder of SoftHSM2's, for one case. The module reads its path when it is started.
class Tokens {
 public:
  Tokens() : path_((fs::temp_directory_path() / "whit hsm XXXXXX").string()) {
    start_crypto();
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
    fs::create_directory(path_ + "/tokens");
    std::ofstream(path_ + "/conf") << "directories.tokendir = " << path_
                                   << "/tokens\nobjectstore.backend = file\nlog.level = ERROR\n";
    ::setenv("SOFTHSM2_CONF", (path_ + "/conf").c_str(), 1);
    ::setenv("WHIT_TOKEN_MODULE", kSoftHsm, 1);
    ::setenv("WHIT_TOKEN_FAULT", (path_ + "/fault").c_str(), 1);
    add("whit");
  }
  ~Tokens() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  Tokens(const Tokens&) = delete;
  Tokens& operator=(const Tokens&) = delete;

  void add(const std::string& label) const {
    const std::string command = "softhsm2-util --init-token --free --label '" + label +
                                "' --so-pin 11112222 --pin " + std::string(kPin) + " > '" + path_ +
                                "/log' 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
  }
  void fault(std::string_view word) const { std::ofstream(path_ + "/fault") << word; }
  std::size_t logins() const {
    std::error_code error;
    const auto size = fs::file_size(path_ + "/fault.logins", error);
    return error ? 0 : size;
  }
  const std::string& path() const { return path_; }

  static std::shared_ptr<Hsm> hsm(std::string_view pin = kPin, const char* module = kSoftHsm) {
    return Hsm::make(module, "whit", secret(pin));
  }
  static std::shared_ptr<Hsm> faulty(std::string_view pin = kPin,
                                     Hsm::Risk risk = Hsm::Risk::none) {
    return Hsm::make(WHIT_FAULTY_TOKEN, "whit", secret(pin), risk);
  }

 private:
  std::string path_;
};

// wait_out is as long as a token isn't looked for again.
void wait_out() { std::this_thread::sleep_for(std::chrono::milliseconds(2100)); }

#define NEEDS_SOFTHSM()                                            \
  if (!fs::exists(kSoftHsm)) {                                     \
    WARN("not tried: softhsm2 is not installed, no " << kSoftHsm); \
    return;                                                        \
  }

TEST_CASE("a key is made in the token, signs there and ends there", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::hsm();
  CHECK(hsm->ready().ok());
  CHECK(*hsm->pin() == HsmPin::fine);
  const auto key = hsm->generate(name_of);
  REQUIRE(key.ok());
  const auto signer = hsm->signer(name_of(*key), *key);
  CHECK(signer->public_key() == *key);
  for (const std::size_t size : {0U, 1U, 64U, 4096U, 300000U}) {
    const std::vector<std::uint8_t> message(size, 0x5a);
    const auto signature = signer->sign(message);
    REQUIRE(signature.ok());
    CHECK(verify(*key, *signature, message));
  }
  CHECK(*hsm->names("token-") == std::vector<std::string>{name_of(*key)});
  CHECK(hsm->names("keys-")->empty());
  REQUIRE(hsm->destroy(name_of(*key)).ok());
  CHECK(hsm->names("")->empty());
  CHECK(code_of(signer->sign(as_bytes("late"))) == Errc::hsm_no_key);
  CHECK(hsm->destroy(name_of(*key)).ok());
  CHECK(hsm->ready().ok());
}

TEST_CASE("names without a PIN are those of public halves", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  std::string name;
  {
    const auto hsm = Tokens::hsm();
    const auto key = hsm->generate(name_of);
    REQUIRE(key.ok());
    name = name_of(*key);
  }
  const auto visitor = Tokens::hsm("");
  CHECK(visitor->ready().ok());
  CHECK(*visitor->names("token-") == std::vector<std::string>{name});
  CHECK_FALSE(visitor->generate(name_of).ok());
}

TEST_CASE("a signature of another key never leaves", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::hsm();
  const auto one = hsm->generate(name_of), two = hsm->generate(name_of);
  REQUIRE((one.ok() && two.ok()));
  CHECK(code_of(hsm->signer(name_of(*one), *two)->sign(as_bytes("x"))) == Errc::hsm_faulty);
}

TEST_CASE("what isn't there is said, and found when it comes", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  CHECK(code_of(Hsm::make("/no/such/module.so", "whit", secret(kPin))->ready()) ==
        Errc::hsm_no_module);
  CHECK(code_of(Hsm::make("/etc/passwd", "whit", secret(kPin))->ready()) == Errc::hsm_no_module);
  auto late = Hsm::make(kSoftHsm, "late", secret(kPin));
  CHECK(code_of(late->ready()) == Errc::hsm_no_token);
  tokens.add("late");
  wait_out();
  CHECK(late->ready().ok());
  late.reset();
  tokens.add("late");  // of two nobody knows which has the keys
  CHECK(code_of(Hsm::make(WHIT_FAULTY_TOKEN, "late", secret(kPin))->ready()) == Errc::hsm_no_token);
}

TEST_CASE("a token that is taken away and put back goes on", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::hsm();
  const auto key = hsm->generate(name_of);
  REQUIRE(key.ok());
  const auto signer = hsm->signer(name_of(*key), *key);
  fs::rename(tokens.path() + "/tokens", tokens.path() + "/elsewhere");
  fs::create_directory(tokens.path() + "/tokens");
  wait_out();
  CHECK_FALSE(hsm->generate(name_of).ok());
  fs::remove_all(tokens.path() + "/tokens");
  fs::rename(tokens.path() + "/elsewhere", tokens.path() + "/tokens");
  wait_out();
  const auto signature = signer->sign(as_bytes("back"));
  REQUIRE(signature.ok());
  CHECK(verify(*key, *signature, as_bytes("back")));
}

TEST_CASE("a refused PIN is never tried again", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto wrong = Tokens::faulty("0000-0000");
  CHECK(code_of(wrong->ready()) == Errc::hsm_wrong_pin);
  wait_out();
  CHECK(code_of(wrong->generate(name_of)) == Errc::hsm_wrong_pin);
  CHECK(tokens.logins() == 1);
  CHECK(*wrong->pin() == HsmPin::few_tries);
  CHECK(Tokens::faulty()->ready().ok());
}

TEST_CASE("neither a locked PIN nor the last try is tried", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  tokens.fault("pin-locked");
  const auto hsm = Tokens::faulty();
  CHECK(*hsm->pin() == HsmPin::locked);
  CHECK(code_of(hsm->ready()) == Errc::hsm_pin_locked);
  tokens.fault("last-try");
  CHECK(*hsm->pin() == HsmPin::last_try);
  CHECK(code_of(hsm->ready()) == Errc::hsm_last_try);
  CHECK(tokens.logins() == 0);
  CHECK(Tokens::faulty(kPin, Hsm::Risk::last_try)->ready().ok());
  CHECK(tokens.logins() == 1);
  tokens.fault("");
  CHECK(hsm->ready().ok());
}

TEST_CASE("a PIN that locks with this try is said to be locked", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  tokens.fault("pin-locks-now");
  CHECK(code_of(Tokens::faulty()->ready()) == Errc::hsm_pin_locked);
}

TEST_CASE("a token that can't do Ed25519, or would give keys away, is unfit", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::faulty();
  tokens.fault("no-eddsa");
  CHECK(code_of(hsm->ready()) == Errc::hsm_unfit);
  for (const char* fault : {"other-curves", "extractable", "short-point", "no-names"}) {
    CAPTURE(fault);
    tokens.fault(fault);
    CHECK(code_of(hsm->generate(name_of)) == Errc::hsm_unfit);
  }
  tokens.fault("bad-signature");
  CHECK(code_of(hsm->generate(name_of)) == Errc::hsm_faulty);
  tokens.fault("");
  CHECK(hsm->names("")->empty());  // none of them left half a key
}

TEST_CASE("both spellings of the curve and both of a point are read", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::faulty();
  for (const char* fault : {"printable-only", "raw-point", ""}) {
    CAPTURE(fault);
    tokens.fault(fault);
    const auto key = hsm->generate(name_of);
    REQUIRE(key.ok());
    CHECK(hsm->signer(name_of(*key), *key)->sign(as_bytes("x")).ok());
  }
}

TEST_CASE("a faulty device publishes nothing", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::faulty();
  const auto key = hsm->generate(name_of);
  REQUIRE(key.ok());
  const auto signer = hsm->signer(name_of(*key), *key);
  for (const char* fault : {"bad-signature", "short-signature"}) {
    tokens.fault(fault);
    CHECK(code_of(signer->sign(as_bytes("x"))) == Errc::hsm_faulty);
  }
  tokens.fault("gone");
  CHECK(code_of(signer->sign(as_bytes("x"))) == Errc::hsm_failed);
  CHECK(hsm->last_error() != 0);
  tokens.fault("");
  wait_out();
  CHECK(signer->sign(as_bytes("x")).ok());
}

TEST_CASE("a lost session is found again without anybody noticing", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::faulty();
  const auto key = hsm->generate(name_of);
  REQUIRE(key.ok());
  const auto signer = hsm->signer(name_of(*key), *key);
  REQUIRE(signer->sign(as_bytes("before")).ok());
  wait_out();
  tokens.fault("session-lost");
  CHECK(signer->sign(as_bytes("after")).ok());
}

TEST_CASE("many threads sign at once, with as many sessions as there are", "[hsm]") {
  NEEDS_SOFTHSM();
  const Tokens tokens;
  const auto hsm = Tokens::faulty();
  const auto key = hsm->generate(name_of);
  REQUIRE(key.ok());
  for (const char* fault : {"", "three-sessions"}) {
    tokens.fault(fault);
    const auto signer = hsm->signer(name_of(*key), *key);
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 24; ++i) {
      threads.emplace_back([&, i] {
        const std::string message = "thread " + std::to_string(i);
        for (int n = 0; n < 10; ++n) good += signer->sign(as_bytes(message)).ok() ? 1 : 0;
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(good == 240);
  }
}

}  // namespace
}  // namespace whit
