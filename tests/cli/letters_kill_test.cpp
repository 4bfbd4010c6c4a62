// SPDX-License-Identifier: Apache-2.0
// Letters in bulk, killed at random moments: whoever can collect has a letter and a PIN, and the
// same command given again makes it whole.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <map>
#include <random>

#include "cli/common/files.h"
#include "cli/letter_code.h"
#include "serve/issuer_folder.h"
#include "token/collect.h"
#include "whit/qr_text.h"

using namespace whit;
using namespace whit::cli;
using whit::test::IssuerFolder;
using whit::test::kNoon;

namespace fs = std::filesystem;

namespace {

constexpr int kPeople = 900;  // four batches
constexpr int kKills = 25;

class TextSource final : public IssuerService::Source {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<Bytes> next() override {
    if (done_) return Bytes{};
    done_ = true;
    return as_bytes(text_);
  }

 private:
  std::string text_;
  bool done_ = false;
};

std::string reference(int i) {
  const std::string digits = std::to_string(i);
  return "P-" + std::string(5 - digits.size(), '0') + digits;
}

void fill(IssuerService& service) {
  std::string csv = "subject,fact,value,from,until\n";
  for (int i = 0; i < kPeople; ++i) csv += reference(i) + ",work-permit-valid,,,2035-01-01\n";
  TextSource source(csv);
  ImportOrder order;
  order.run = ImportRun::apply;
  order.rule = ImportRule::skip_bad_lines;
  const auto imported = service.import(operator_actor(), source, order, kNoon);
  REQUIRE(imported.ok());
  REQUIRE(imported->people == kPeople);
}

// start runs `whit-issuer invite --all-new` with the passphrase on descriptor 3.
pid_t start(const IssuerFolder& issuer, const std::string& letters) {
  int pipe[2] = {};
  REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
  const std::string passphrase = "a passphrase\n";
  REQUIRE(::write(pipe[1], passphrase.data(), passphrase.size()) ==
          static_cast<ssize_t>(passphrase.size()));
  ::close(pipe[1]);
  const std::string dir = issuer.folder().path(), at = std::to_string(kNoon);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const int null = ::open("/dev/null", O_WRONLY);
    ::dup2(null, 1);
    ::dup2(null, 2);
    if (pipe[0] == 3) {
      ::fcntl(3, F_SETFD, 0);
    } else {
      ::dup2(pipe[0], 3);
    }
    ::execl(WHIT_ISSUER, WHIT_ISSUER, "invite", "--all-new", "--out", letters.c_str(), "--dir",
            dir.c_str(), "--at", at.c_str(), "--passphrase-fd", "3", nullptr);
    ::_exit(127);
  }
  ::close(pipe[0]);
  return child;
}

// wait_for is the exit code, or -1 where the process was killed.
int wait_for(pid_t child) {
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string text_of(const fs::path& file) {
  const auto bytes = read_file(file.string());
  return {bytes.begin(), bytes.end()};
}

// pins_in reads every file of PINs; nobody may stand there twice.
std::map<std::string, std::string> pins_in(const fs::path& folder, bool once) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".csv" || fs::file_size(entry.path()) == 0) continue;
    CHECK((fs::status(entry.path()).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    std::string text = text_of(entry.path());
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos;) {
      const std::string line = text.substr(at, end - at);
      at = end + 1;
      if (line == "reference,pin") continue;
      const std::size_t comma = line.find(',');
      REQUIRE(comma != std::string::npos);
      const bool fresh = out.emplace(line.substr(0, comma), line.substr(comma + 1)).second;
      if (once) CHECK(fresh);
    }
  }
  return out;
}

std::size_t times_in(std::string_view text, std::string_view part) {
  std::size_t out = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++out;
  return out;
}

bool can_enrol(IssuerService& service, const std::string& letter, const std::string& pin,
               Rng& rng) {
  const auto bytes = decode_text(Carrier::invitation, code_in_letter(letter));
  if (!bytes) return false;
  const auto invitation = parse_invitation(*bytes);
  if (!invitation) return false;
  Enrol enrol;
  enrol.iss = invitation->iss;
  enrol.code.bytes = invitation->code;
  enrol.pin = pin;
  enrol.time = kNoon;
  return service.enrol(sign_enrol(enrol, SigningKey::generate(rng)), kNoon + 60).ok();
}

}  // namespace

TEST_CASE("letters: killed at any moment, nobody can collect without letter and PIN") {
  IssuerFolder issuer(RootKind::specimen);
  issuer.publish(kNoon);
  const auto service = issuer.service();
  fill(*service);
  const fs::path work = issuer.folder().file("work");
  fs::create_directory(work);
  const fs::path letters = work / "letters";

  std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<useconds_t> delay(0, 800000);
  int code = -1;
  int killed = 0;
  for (int i = 0; i < kKills && code != 0; ++i) {
    const pid_t child = start(issuer, letters.string());
    ::usleep(delay(random));
    ::kill(child, SIGKILL);
    code = wait_for(child);
    if (code == -1) ++killed;
    const auto pins = pins_in(work, false);
    std::size_t pages = 0;
    if (fs::exists(letters)) {
      for (const auto& entry : fs::directory_iterator(letters)) {
        if (entry.path().filename().string()[0] == 'P') ++pages;
      }
    }
    const auto figures = service->figures();
    REQUIRE(figures.ok());
    CHECK(figures->invited <= pins.size());
    CHECK(figures->invited <= pages);
  }
  INFO("killed " << killed << " times");
  REQUIRE(wait_for(start(issuer, letters.string())) == 0);

  CHECK_FALSE(fs::exists(letters / ".unfinished"));
  REQUIRE(service->figures()->invited == kPeople);
  const auto pins = pins_in(work, true);
  CHECK(pins.size() == kPeople);
  std::string sheets;
  for (const auto& entry : fs::directory_iterator(letters)) {
    if (entry.path().filename().string().substr(0, 4) == "all-") sheets += text_of(entry.path());
  }
  for (int i = 0; i < kPeople; ++i) {
    const std::string who = reference(i);
    INFO(who);
    const std::string letter = text_of(letters / (who + ".html"));
    CHECK(letter.find(pins.at(who)) == std::string::npos);
    CHECK(times_in(sheets, "<b>" + who + "</b>") == 1);
    CHECK(can_enrol(*service, letter, pins.at(who), issuer.rng));
  }
}
