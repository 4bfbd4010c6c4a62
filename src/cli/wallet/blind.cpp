// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/blind.h"

#include <algorithm>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/wallet/words.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

using wallet::BlindStage;
using wallet::KeyFault;

constexpr std::size_t kNameSize = 8;  // bytes of a hash in a file's name

std::string thousands(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

std::string write_once(const Safe& safe, const std::string& name, Bytes content) {
  const std::string path = safe.folder() + "/" + name + ".whit-evidence";
  if (!exists(path)) write_file_atomic(path, content, Access::owner);
  return path;
}

std::string sentence_of(KeyFault fault) {
  switch (fault) {
    case KeyFault::no_key:
      return "the office lists no key for them";
    case KeyFault::unsound:
      return "the office's key is not a sound one";
    case KeyFault::second_key:
      return "the office lists two keys for one day";
    case KeyFault::used_before:
      return "the office's key was listed for another day or fact before";
    case KeyFault::old_cosignature:
      return "no witness saw the office's public log in the last 48 hours";
    case KeyFault::none:
    case KeyFault::unknown:
      break;
  }
  return "the office's key can't be used";
}

std::string_view word_of(KeyFault fault) {
  switch (fault) {
    case KeyFault::no_key:
      return "no_key";
    case KeyFault::unsound:
      return "unsound";
    case KeyFault::second_key:
      return "second_key";
    case KeyFault::used_before:
      return "used_before";
    case KeyFault::old_cosignature:
      return "old_cosignature";
    case KeyFault::none:
    case KeyFault::unknown:
      break;
  }
  return "unknown";
}

std::string_view word_of(BlindStage stage) {
  switch (stage) {
    case BlindStage::none:
      return "none";
    case BlindStage::ended:
      return "ended";
    case BlindStage::stopped:
      return "stopped";
    case BlindStage::waiting:
      return "waiting";
    case BlindStage::busy:
      return "busy";
    case BlindStage::withheld:
      return "withheld";
    case BlindStage::due:
      return "due";
    case BlindStage::unknown:
      break;
  }
  return "unknown";
}

// The sentences, each once, with the facts that they are about.
void say_faults(const BlindNews& news, const Head& head, const Console& console) {
  std::vector<KeyFault> said;
  for (const wallet::FactFault& fault : news.faults) {
    if (std::find(said.begin(), said.end(), fault.fault) != said.end()) continue;
    said.push_back(fault.fault);
    std::vector<Vct> facts;
    for (const wallet::FactFault& other : news.faults) {
      if (other.fault == fault.fault) facts.push_back(other.vct);
    }
    const bool saved = fault.fault != KeyFault::no_key && !news.evidence.empty();
    console.warning("anonymous codes of " + slugs_of(head, facts) + " not available today: " +
                    sentence_of(fault.fault) + (saved ? " (evidence saved)" : ""));
  }
}

void say_waiting(const BlindNews& news, UnixTime now) {
  const std::string day = day_of(news.at) == day_of(now) ? "today" : "tomorrow";
  print("anonymous codes: the next ones are collected " + day + " after " + format_time(news.at) +
        " UTC, by whit-wallet sync");
}

std::string list_of(const std::vector<std::string>& files) {
  std::string out;
  for (const std::string& file : files) out += (out.empty() ? "" : ", ") + printable(file);
  return out;
}

void say_failures(const BlindNews& news, const Console& console) {
  if (news.stage == BlindStage::stopped) {
    console.warning(
        "the office's answers for anonymous codes were wrong twice; none are collected any more "
        "(evidence saved)");
    console.hint("show it to an auditor; whit-wallet sync --resume-blind collects again");
  } else if (news.failed != 0) {
    console.warning(
        "the office's answer for anonymous codes is wrong; nothing of it was taken (evidence "
        "saved)");
  }
}

}  // namespace

std::size_t blind_codes(const wallet::Account& account) {
  return static_cast<std::size_t>(
      std::count_if(account.sets.begin(), account.sets.end(),
                    [](const wallet::Set& set) { return set.kind == Kind::blind; }));
}

std::vector<std::string> keep_blind_evidence(const Safe& safe, const wallet::Account& account,
                                             const std::vector<wallet::FactFault>& faults,
                                             const Bundle& bundle, UnixTime now) {
  std::vector<std::string> out;
  const std::string front = account.trust.iss + "-blind-";
  for (const wallet::BlindFailure& failure : account.blind.failures) {
    const auto file = wallet::encode(failure, account.trust.iss);
    const Hash hash = sha256(file);
    out.push_back(write_once(safe, front + hex::encode(hash.view().first(kNameSize)), file));
  }
  for (const wallet::FactFault& fault : faults) {
    if (fault.fault == KeyFault::no_key) continue;
    const std::string name = front + std::to_string(fault.vct) + "-" + std::to_string(fault.day) +
                             "-" + std::string(word_of(fault.fault));
    out.push_back(write_once(safe, name, wallet::encode(fault, bundle, now)));
  }
  return out;
}

std::string keep_unproven(const Safe& safe, const wallet::Account& account, Bytes bundle) {
  const Hash hash = sha256(bundle);
  return write_once(
      safe, account.trust.iss + "-unproven-" + hex::encode(hash.view().first(kNameSize)), bundle);
}

void say(const BlindNews& news, const Head& head, UnixTime now, const Console& console) {
  if (news.ended != 0) {
    print(plural(news.ended, "anonymous code") + " ended: the office withdrew the key of that day");
  }
  if (news.codes != 0) {
    print("anonymous codes: " + std::to_string(news.codes) + " new, to be shown from " +
          format_time(news.from) + " to " + format_time(news.until) + " UTC");
  } else if (news.refused) {
    console.note("the office refused the request for anonymous codes; nothing is lost");
  } else if (news.asked && news.failed == 0) {
    print("anonymous codes: the office gave none today");
  }
  say_faults(news, head, console);
  say_failures(news, console);
  if (!news.evidence.empty()) print("evidence for an auditor: " + list_of(news.evidence));
  if (news.stage == BlindStage::waiting) say_waiting(news, now);
}

std::string json_of(const BlindNews& news, const Head& head) {
  std::string faults;
  for (const wallet::FactFault& fault : news.faults) {
    faults += (faults.empty() ? "" : ", ") + std::string("{\"fact\": ") +
              json_quoted(slug_of(head, fault.vct)) +
              ", \"expires\": " + std::to_string(midnight(fault.day)) +
              ", \"fault\": " + json_quoted(word_of(fault.fault)) + "}";
  }
  return "{\"stage\": " + json_quoted(word_of(news.stage)) +
         ", \"at\": " + (news.at == 0 ? "null" : std::to_string(news.at)) +
         ", \"codes\": " + std::to_string(news.codes) +
         ", \"asked\": " + (news.asked ? "true" : "false") +
         ", \"refused\": " + (news.refused ? "true" : "false") +
         ", \"failed\": " + std::to_string(news.failed) +
         ", \"ended\": " + std::to_string(news.ended) + ", \"faults\": [" + faults +
         "], \"evidence\": " + json_list(news.evidence) + "}";
}

std::string crowd_words(const wallet::Crowd& crowd) {
  if (crowd.people >= wallet::kSmallCrowd) {
    return "at least " + thousands(crowd.people) + " people";
  }
  return "about " + thousands(crowd.most) + (crowd.most == 1 ? " person" : " people") + " at most";
}

std::string json_of(const std::optional<wallet::Crowd>& crowd) {
  if (!crowd) return "null";
  return "{\"tokens\": " + std::to_string(crowd->tokens) +
         ", \"people\": " + std::to_string(crowd->people) +
         ", \"most\": " + std::to_string(crowd->most) +
         ", \"small\": " + (crowd->people < wallet::kSmallCrowd ? "true" : "false") + "}";
}

std::string_view kind_word(Kind kind) noexcept {
  return kind == Kind::blind ? "blind" : "revocable";
}

Kind kind_of(const std::string& word) {
  if (word.empty()) return Kind::none;
  if (word == "blind") return Kind::blind;
  if (word == "revocable") return Kind::revocable;
  throw Failure("--kind " + printable(word) + " is not a kind of code", "blind, or revocable");
}

void print_blind(const wallet::Account& account, const Head& head, UnixTime clock) {
  for (const wallet::BlindLine& line : wallet::blind_lines(account, head, clock)) {
    std::string slug = slug_of(head, line.vct);
    if (slug.size() < 18) slug.append(18 - slug.size(), ' ');
    print(slug + "  anonymous: " + plural(line.codes, "code") + " from " + format_time(line.from) +
          " to " + format_time(line.until) + " UTC" +
          (line.crowd ? "; " + crowd_words(*line.crowd) + " look the same" : ""));
  }
  if (wallet::is_stopped(account)) {
    print(account.trust.iss +
          ": no anonymous codes are collected: the office's answers were wrong twice");
  }
}

std::string json_of_blind(const wallet::Account& account, const Head& head, UnixTime clock) {
  std::string out;
  for (const wallet::BlindLine& line : wallet::blind_lines(account, head, clock)) {
    out +=
        (out.empty() ? "" : ", ") + std::string("{\"fact\": ") +
        json_quoted(slug_of(head, line.vct)) + ", \"codes\": " + std::to_string(line.codes) +
        ", \"shown\": " + std::to_string(line.shown) + ", \"from\": " + std::to_string(line.from) +
        ", \"until\": " + std::to_string(line.until) + ", \"crowd\": " + json_of(line.crowd) + "}";
  }
  return "[" + out + "]";
}

}  // namespace whit::cli
