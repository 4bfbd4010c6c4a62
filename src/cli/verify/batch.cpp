// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/verify/commands.h"
#include "cli/verify/explain.h"
#include "cli/verify/hash_queue.h"
#include "cli/verify/place.h"
#include "cli/verify/policy_file.h"
#include "cli/verify/query.h"
#include "cli/verify/site_file.h"

namespace whit::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kLineLimit = 4 * kMegabyte;

// Member of a line and the option that it stands for.
struct Member {
  const char* name;
  std::string CheckOptions::*option;
  bool number;  // may be written as one
};
constexpr Member kMembers[] = {
    {"trust", &CheckOptions::trust, false},   {"bundle", &CheckOptions::bundle, false},
    {"preset", &CheckOptions::preset, false}, {"name", &CheckOptions::name, false},
    {"nonce", &CheckOptions::nonce, false},   {"at", &CheckOptions::at, true},
    {"floor", &CheckOptions::floor, true},    {"elapsed", &CheckOptions::elapsed, true},
    {"until", &CheckOptions::until, true},
};

// Line is one check as read.
struct Line {
  CheckOptions options;
  std::vector<std::uint8_t> showing;
  bool shown = false;
  bool no_data = false;  // trust or bundle is null: there is none, whatever the folder has
  std::optional<Narrowing> narrowing;  // if the line has a policy
};

[[noreturn]] void refuse(const std::string& member) {
  throw Failure(printable(member) + ": not a value for this member");
}

void read_showing_member(const std::string& member, const json& value, Line& line) {
  if (line.shown || !value.is_string()) refuse(member);
  const auto& text = value.get_ref<const std::string&>();
  line.shown = true;
  if (member == "showing") {
    line.showing.assign(text.begin(), text.end());
    return;
  }
  auto bytes = hex::decode(text);
  if (!bytes) refuse(member);
  line.showing = std::move(*bytes);
}

void read_option(const Member& member, const json& value, Line& line) {
  std::string& option = line.options.*member.option;
  if (value.is_null()) {
    option.clear();
    const bool data =
        member.option == &CheckOptions::trust || member.option == &CheckOptions::bundle;
    line.no_data = line.no_data || data;
  } else if (value.is_string()) {
    option = value.get<std::string>();
  } else if (member.number && value.is_number_unsigned()) {
    option = std::to_string(value.get<std::uint64_t>());
  } else {
    refuse(member.name);
  }
}

void read_member(const std::string& name, const json& value, Line& line) {
  if (name == "showing" || name == "showing_hex") return read_showing_member(name, value, line);
  if (name == "policy") {
    line.options.policy = value.is_string() ? value.get<std::string>() : "policy";
    line.narrowing = value.is_null()     ? Narrowing{}
                     : value.is_string() ? read_policy_file(value.get<std::string>())
                                         : narrowing_of(value, "policy");
    return;
  }
  std::vector<std::string> names = {"showing", "showing_hex", "policy"};
  for (const Member& member : kMembers) {
    if (name == member.name) return read_option(member, value, line);
    names.emplace_back(member.name);
  }
  const std::string meant = nearest(name, names);
  throw Failure("unknown member " + printable(name) + (meant.empty() ? "" : ": " + meant + "?"));
}

// Batch is what holds for all lines.
struct Batch {
  CheckOptions options;
  Site site;
  DataCache cache;
};

Said said_in(const Line& line) {
  Said out = said_in(line.options);
  out.policy_said = out.policy_said || line.narrowing.has_value();
  out.narrowing = line.narrowing;
  out.data = out.data || line.no_data;
  return out;
}

// answer_line puts what is to be kept of this line into `hashes`.
Answer answer_line(std::string_view text, Batch& batch, std::vector<QueuedHash>& hashes) {
  const CheckOptions& defaults = batch.options;
  const json object = parse_json(text, "line");
  if (!object.is_object()) throw Failure("line: not one JSON object");
  Line line{defaults, {}, false, false, {}};
  for (const auto& [name, value] : object.items()) read_member(name, value, line);
  if (!line.shown) throw Failure("neither showing nor showing_hex");
  Check check;
  check.context = context_of(line.options);
  check.data = line.no_data ? nullptr : &data_for(line.options, line.showing, batch.cache);
  ask_as_here(asked_here(batch.site, said_in(line)), check);
  check.showing = std::move(line.showing);
  const Answer answer = judge(check);
  refuse_at_gate(answer, defaults);
  const Practice practice = defaults.training ? Practice::training : Practice::earnest;
  hashes = accepted_hashes(answer, check.showing, practice);
  return answer;
}

// Lines reads a file or standard input line by line; no line is longer than kLineLimit.
class Lines {
 public:
  explicit Lines(const std::string& path)
      : file_(path == "-" ? stdin : std::fopen(path.c_str(), "re")) {
    if (file_ == nullptr) throw Failure(printable(path) + ": no such file");
  }
  ~Lines() {
    std::free(line_);
    if (file_ != stdin) std::fclose(file_);
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  bool next(std::string_view& line) {
    const ssize_t size = getline(&line_, &room_, file_);
    if (size <= 0) return false;
    line = {line_, static_cast<std::size_t>(size)};
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return true;
  }

 private:
  std::FILE* file_;
  char* line_ = nullptr;
  std::size_t room_ = 0;
};

}  // namespace

Exit run_batch(const CheckOptions& options, const Console& console) {
  Lines lines(options.file);
  const Timer timer = real_timer(system_now());
  Batch batch{options, SiteFile(DataFolder(options.dir)).current(timer), {}};
  batch.options.issuer = batch.site.settings.issuer;
  if (const std::string note = waiting_note(batch.site, timer); !note.empty()) console.note(note);
  Exit worst = Exit::yes;
  std::string_view line;
  while (lines.next(line)) {
    if (line.empty()) continue;
    try {
      if (line.size() > kLineLimit) throw Failure("line is larger than 4 MB");
      std::vector<QueuedHash> hashes;
      const Answer answer = answer_line(line, batch, hashes);
      print(json_of(answer));
      queue_or_warn(options.keep_hashes, hashes, answer.now, console);
    } catch (const Failure& failure) {
      print("{\"error\": " + json_quoted(failure.error()) + "}");
      worst = Exit::could_not_work;
    }
    std::fflush(stdout);
  }
  return worst;
}

}  // namespace whit::cli
