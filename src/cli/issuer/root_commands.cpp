// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/passphrase.h"
#include "cli/issuer/setup_commands.h"
#include "token/text_rules.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

constexpr const char* kRequestSuffix = ".whit-request";

std::vector<std::string> request_files(const std::vector<std::string>& given) {
  std::vector<std::string> out;
  for (const std::string& path : given) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (entry.path().extension() == kRequestSuffix) out.push_back(entry.path().string());
    }
  }
  std::sort(out.begin(), out.end());
  if (out.empty()) throw Failure("no request found", "whit-issuer key request -o requests/");
  return out;
}

// The words of both belong into the protocol of the ceremony.
void say(const MadeRoot& made, const std::string& file) {
  print("root: " + made.facts.iss + (made.facts.specimen ? " (specimen)" : "") +
        "  words: " + six_words(made.facts.root));
  print("next root: " + printable(file) +
        ".next; keep it in another safe; words: " + six_words(made.next));
}

}  // namespace

Exit root_new(const Common& common, const RootNewOptions& options, Rng& rng) {
  if (!is_iss(options.iss)) {
    throw Failure("--iss must be 2 to 6 of a-z, 0-9 and -, and start with a letter");
  }
  if (exists(options.out)) throw Failure(printable(options.out) + ": is there already");
  const std::string prompt = "passphrase for " + printable(options.out);
  const MadeRoot made =
      make_root(options.out, options.iss, options.kind,
                read_passphrase(common.passphrase_fd, prompt, Typing::twice), rng);
  say(made, options.out);
  return Exit::yes;
}

Exit root_succeed(const Common& common, const RootSucceedOptions& options, Rng& rng) {
  if (exists(options.out)) throw Failure(printable(options.out) + ": is there already");
  const auto passphrase =
      read_passphrase(common.passphrase_fd, "passphrase for " + printable(options.next));
  const MadeRoot made = succeed_root(options.next, options.announced, options.out, passphrase, rng);
  say(made, options.out);
  print("it follows the root before: whit-issuer root certify -k " + printable(options.out) +
        " REQUESTS, then key install");
  return Exit::yes;
}

Exit root_words(const Common& common, const std::string& file) {
  print(six_words(
      root_of(file, read_passphrase(common.passphrase_fd, "passphrase for " + printable(file)))));
  return Exit::yes;
}

Exit root_certify(const Common& common, const CertifyOptions& options) {
  std::vector<KeyRequest> requests;
  for (const std::string& path : request_files(options.requests)) {
    auto request = parse_key_request(read_file(path));
    if (!request) throw Failure(printable(path) + ": not a request for keys");
    requests.push_back(*std::move(request));
  }
  const CertifyTerms terms{day_of(now_of(common)), options.days};
  const RootFacts facts = read_root_facts(options.root);
  const auto passphrase =
      read_passphrase(common.passphrase_fd, "passphrase for " + printable(options.root));
  const Certificate certificate = certify(options.root, requests, terms, passphrase);
  make_folder(options.out);
  const std::string out =
      (std::filesystem::path(options.out) / (facts.iss + ".whit-certificate")).string();
  write_file_atomic(out, encode(certificate));
  std::size_t keys = 0;
  for (const KeyRequest& request : requests) keys += request.keys.size();
  print("certified " + std::to_string(keys) + " keys until " +
        format_date(midnight(terms.first + terms.days)) + "; words: " + six_words(facts.root));
  print(printable(out));
  return Exit::yes;
}

}  // namespace whit::cli
