// SPDX-License-Identifier: Apache-2.0
// Blind codes of a real wallet that collected them from a real issuer, as files: for checkers that
// share no code with us, and for measuring.
//
//   blind_showing FOLDER    writes trust.cbor, bundle.whit-bundle, one-way.txt, posted.txt,
//                           challenge.txt and at.txt, the time at which they are to be checked
#include <cstdio>
#include <fstream>

#include "privacy/holder.h"
#include "store/desk.h"
#include "whit/qr_text.h"

namespace whit::privacy {
namespace {

const Nonce kNonce = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
constexpr std::uint8_t kHorizon = 3;
constexpr Seconds kAt = 36000;  // of the day on which they are shown

void write(const std::string& path, Bytes bytes) {
  std::ofstream file(path, std::ios::binary);
  file << as_text(bytes);
  file.close();
  must(file.good(), "write " + path);
}

wallet::Question question(std::string name, std::optional<Nonce> nonce, Vct vct) {
  wallet::Question out;
  out.facts = {vct};
  out.name = std::move(name);
  out.nonce = nonce;
  out.kind = Kind::blind;
  return out;
}

void run(const std::string& folder) {
  House house(7, kHorizon, kHorizon, true);
  Holder holder(1, 7, Broken::none, kHorizon);
  Books books;
  const std::string subject = holder.subject();
  house.import(subject + ",work-permit-valid,\n" + subject + ",tax-current,\n",
               midnight(kFirstDay) + 600);
  const UnixTime invited = midnight(kFirstDay) + 900;
  const Invited letter = must(house.desk().invite(operator_actor(), subject, invited), "invite");
  holder.enrol(house, letter, invited, books);
  const auto minute = holder.blind_minute(house, kFirstDay);
  must(minute.has_value(), "draw a minute");
  holder.collect_blind(house, *minute + 60, books);
  house.begin_day(kFirstDay + 1);
  house.publish(midnight(kFirstDay + 1) + 1200);
  holder.sync(house, midnight(kFirstDay + 1) + 1800, books);
  const UnixTime now = midnight(kFirstDay + 1) + kAt;
  const std::tuple<const char*, std::string, std::optional<Nonce>, Vct> codes[] = {
      {"one-way", "", std::nullopt, kPermit},
      {"posted", "Gate 7", std::nullopt, kPermit},
      {"challenge", "Gate 7", kNonce, kTax}};
  for (const auto& [file, name, nonce, vct] : codes) {
    const auto shown = holder.show(question(name, nonce, vct), now);
    must(shown.has_value(), "show a blind code");
    write(folder + "/" + file + ".txt",
          as_bytes(encode_text(Carrier::presentation, shown->showing) + "\n"));
  }
  write(folder + "/trust.cbor", encode(house.trust()));
  write(folder + "/bundle.whit-bundle", house.bundle_file());
  write(folder + "/at.txt", as_bytes(std::to_string(now + 5) + "\n"));
}

}  // namespace
}  // namespace whit::privacy

int main(int argc, char** argv) {
  whit::start_crypto();
  if (argc != 2) {
    std::fputs("usage: blind_showing FOLDER\n", stderr);
    return 3;
  }
  try {
    whit::privacy::run(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "blind_showing: error: %s\n", error.what());
    return 3;
  }
}
