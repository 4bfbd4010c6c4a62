// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/site_pin.h"

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/common/passphrase.h"
#include "crypto/password.h"

namespace whit::cli {
namespace {

constexpr std::size_t kShortest = 4, kLongest = 64;  // bytes
constexpr const char* kOption = "--pin-fd N";

std::string tries_text(std::uint32_t tries) {
  return std::to_string(tries) + (tries == 1 ? " try left" : " tries left");
}

[[noreturn]] void refuse_wrong(const Site& site) {
  const std::uint32_t tries = tries_left(site);
  throw Failure("wrong PIN; " + (tries != 0 ? tries_text(tries)
                                            : "none is taken for " + format_duration(kSiteWait)),
                "", Exit::no);
}

}  // namespace

bool is_pin_given(const PinOptions& options) { return options.ask || options.fd.has_value(); }

SecretBuffer read_pin(const PinOptions& options) {
  return read_passphrase(options.fd, "site PIN", Typing::once, kOption);
}

std::string new_pin(const PinOptions& options) {
  const SecretBuffer pin = read_passphrase(options.fd, "new site PIN", Typing::twice, kOption);
  if (pin.size() < kShortest || pin.size() > kLongest) {
    throw Failure("a PIN has 4 to 64 characters; nothing was changed");
  }
  auto hash = hash_password(pin);
  if (!hash) throw Failure("out of memory; nothing was changed");
  return *std::move(hash);
}

void take_pin(const SiteFile& file, Site& site, const SecretBuffer& pin, const Timer& now) {
  if (const Seconds pause = begin_try(site, now); pause != 0) {
    throw Failure("too many wrong PINs; none is taken for " + format_duration(pause));
  }
  file.write(site);
  if (!check_password(pin, site.lock->pin)) refuse_wrong(site);
  end_try(site);
  file.write(site);
}

void need_pin(const SiteFile& file, const PinOptions& options, const Timer& now,
              const std::string& act) {
  if (!file.current(now).lock) return;
  if (!is_pin_given(options)) {
    throw Failure("this place is locked: " + act + " needs the site PIN",
                  "--pin, or whit-verify site unlock and five minutes");
  }
  const SecretBuffer pin = read_pin(options);
  const FolderLock lock(file.folder());
  Site site = file.read(now);
  if (site.lock) take_pin(file, site, pin, now);
}

}  // namespace whit::cli
