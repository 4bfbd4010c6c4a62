// SPDX-License-Identifier: Apache-2.0
#include "log/policy.h"

#include <algorithm>
#include <numeric>

#include "log/text.h"

namespace whit {
namespace {

using Words = std::vector<std::string_view>;
using Member = WitnessPolicy::Member;

constexpr std::size_t kMaxSize = 65536;  // bytes, as of every text of a trust file
constexpr std::string_view kBlank = " \t";

bool is_allowed(char c) noexcept {
  const auto octet = static_cast<std::uint8_t>(c);
  return octet == '\t' || octet == '\n' || (octet >= 0x20 && octet != 0x7f);
}

Words words_of(std::string_view line) {
  Words out;
  for (std::size_t at = line.find_first_not_of(kBlank); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(kBlank, at), line.size());
    out.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(kBlank, end);
  }
  return out;
}

template <class Rows>
bool has_key(const Rows& rows, const PublicKey& key) {
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.key.key == key; });
}

template <class Rows>
bool find_name(const Rows& rows, std::string_view name, std::size_t& row) {
  for (row = 0; row < rows.size(); ++row) {
    if (rows[row].name == name) return true;
  }
  return false;
}

// Reads a policy line by line; names stand for what an earlier line defined.
class Parser {
 public:
  Status line(const Words& words) {
    if (words[0] == "log") return log(words);
    if (words[0] == "witness") return witness(words);
    if (words[0] == "group") return group(words);
    if (words[0] == "quorum") return quorum(words);
    return Errc::wrong_label;
  }
  bool complete() const noexcept { return quorum_read_; }
  WitnessPolicy take() noexcept { return std::move(out_); }

 private:
  Result<Member> find(std::string_view name) const {
    Member out;
    if (find_name(out_.witnesses, name, out.row)) return out;
    out.is_group = true;
    if (find_name(out_.groups, name, out.row)) return out;
    return Errc::not_found;
  }

  Status check_new_name(std::string_view name) const {
    if (name == "none" || find(name).ok()) return Errc::already_exists;
    return {};
  }

  Status log(const Words& words) {
    if (words.size() < 2 || words.size() > 3) return Errc::wrong_length;
    if (out_.logs.size() == kMaxPolicyLines) return Errc::too_large;
    WHIT_TRY(const NoteKey key, parse_note_key(words[1]));
    if (has_key(out_.logs, key.key)) return Errc::already_exists;
    out_.logs.push_back({key, std::string(words.size() == 3 ? words[2] : "")});
    return {};
  }

  Status witness(const Words& words) {
    if (words.size() < 3 || words.size() > 4) return Errc::wrong_length;
    if (out_.witnesses.size() == kMaxPolicyLines) return Errc::too_large;
    WHIT_CHECK(check_new_name(words[1]));
    WHIT_TRY(const NoteKey key, parse_note_key(words[2]));
    if (key.type != NoteKeyType::cosignature) return Errc::wrong_algorithm;
    if (has_key(out_.witnesses, key.key)) return Errc::already_exists;
    out_.witnesses.push_back(
        {std::string(words[1]), key, std::string(words.size() == 4 ? words[3] : "")});
    return {};
  }

  static Result<std::size_t> threshold(std::string_view word, std::size_t members) noexcept {
    if (word == "any") return std::size_t{1};
    if (word == "all") return members;
    WHIT_TRY(const std::uint64_t count, logtext::parse_decimal(word));
    if (count < 1 || count > members) return Errc::out_of_range;
    return static_cast<std::size_t>(count);
  }

  Status group(const Words& words) {
    if (words.size() < 4) return Errc::wrong_length;
    if (out_.groups.size() == kMaxPolicyLines) return Errc::too_large;
    WHIT_CHECK(check_new_name(words[1]));
    WitnessPolicy::Group out;
    out.name = words[1];
    WHIT_TRY(out.threshold, threshold(words[2], words.size() - 3));
    for (std::size_t i = 3; i < words.size(); ++i) {
      WHIT_TRY(const Member member, find(words[i]));
      // Each name is a member once at most, so that a witness counts in one way only.
      const auto used = std::find(used_.begin(), used_.end(), words[i]);
      if (used != used_.end()) return Errc::already_exists;
      used_.emplace_back(words[i]);
      out.members.push_back(member);
    }
    out_.groups.push_back(std::move(out));
    return {};
  }

  Status quorum(const Words& words) {
    if (words.size() != 2) return Errc::wrong_length;
    if (quorum_read_) return Errc::already_exists;
    quorum_read_ = true;
    if (words[1] == "none") return {};
    WHIT_TRY(out_.quorum, find(words[1]));
    out_.has_quorum = true;
    return {};
  }

  WitnessPolicy out_;
  std::vector<std::string> used_;
  bool quorum_read_ = false;
};

// Groups stand after their members, so one pass from the first to the last needs no recursion.
template <class T>
std::vector<T> values_of(const WitnessPolicy::Group& group, const std::vector<T>& of_witnesses,
                         const std::vector<T>& of_groups) {
  std::vector<T> out;
  for (const Member& member : group.members) {
    out.push_back(member.is_group ? of_groups[member.row] : of_witnesses[member.row]);
  }
  return out;
}

}  // namespace

Result<WitnessPolicy> parse_witness_policy(std::string_view text) {
  if (text.size() > kMaxSize) return Errc::too_large;
  if (!std::all_of(text.begin(), text.end(), is_allowed)) return Errc::bad_character;
  Parser parser;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const auto line = logtext::line(text);
    if (!line) return Error{line.error().code, number};
    const Words words = words_of(*line);
    if (words.empty() || words[0][0] == '#') continue;
    if (const Status read = parser.line(words); !read) return Error{read.error().code, number};
  }
  if (!parser.complete()) return Errc::truncated;
  return parser.take();
}

bool meets_quorum(const WitnessPolicy& policy, const std::vector<UnixTime>& seen) {
  if (seen.size() != policy.witnesses.size()) __builtin_trap();
  if (!policy.has_quorum) return true;
  std::vector<UnixTime> met;  // by group, 0 where it isn't met
  for (const WitnessPolicy::Group& group : policy.groups) {
    const auto values = values_of(group, seen, met);
    const auto absent = std::count(values.begin(), values.end(), UnixTime{0});
    const std::size_t present = values.size() - static_cast<std::size_t>(absent);
    met.push_back(present >= group.threshold ? 1 : 0);
  }
  return (policy.quorum.is_group ? met[policy.quorum.row] : seen[policy.quorum.row]) != 0;
}

std::size_t smallest_quorum(const WitnessPolicy& policy) {
  if (!policy.has_quorum) return 0;
  // As wide as times are, so that the code of one sort does for all.
  const std::vector<std::uint64_t> ones(policy.witnesses.size(), 1);
  std::vector<std::uint64_t> least;
  for (const WitnessPolicy::Group& group : policy.groups) {
    auto values = values_of(group, ones, least);
    std::sort(values.begin(), values.end());
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(group.threshold);
    least.push_back(std::accumulate(values.begin(), end, std::uint64_t{0}));
  }
  return policy.quorum.is_group ? static_cast<std::size_t>(least[policy.quorum.row]) : 1;
}

}  // namespace whit
