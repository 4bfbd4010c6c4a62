// SPDX-License-Identifier: Apache-2.0
// invite --all-new and --list: letters for many. Every batch is on the disk before it is valid.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>

#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/common/progress.h"
#include "cli/issuer/desk_commands.h"
#include "cli/issuer/desk_local.h"
#include "cli/issuer/letter_folder.h"
#include "issue/person.h"

namespace whit::cli {
namespace {

constexpr std::size_t kBatch = 256;  // letters to a commit
constexpr int kPage = 1000;          // references read at once
constexpr std::size_t kMaxList = 64 * kMegabyte;

using Prepared = std::vector<Desk::Prepared>;

// Run is one run of letters.
struct Run {
  LocalDesk& local;
  const BulkOptions& options;
  LetterFolder& folder;
  LetterTexts texts;
  LetterOffice office;
};

[[noreturn]] void fail(Errc code, LocalDesk& local) {
  throw desk_failure(code, {Act::invite_all, "", ""}, local);
}

void check(const DeskRun& run, const BulkOptions& options) {
  if (options.out.empty()) throw Failure("where to?", "--out letters/");
  if (options.format != "html" && options.format != "svg") {
    throw Failure("--format " + printable(options.format) + ": want html or svg");
  }
  if (!is_local(run.place)) {
    throw Failure("letters in bulk are made on the server",
                  "there: whit-issuer invite --all-new --out letters/ --dir FOLDER");
  }
}

std::vector<std::string> new_people(LocalDesk& local) {
  std::vector<std::string> out;
  for (;;) {
    const std::string after = out.empty() ? "" : out.back();
    const auto page = local.desk().new_people(local.actor(), after, kPage, local.now());
    if (!page) fail(page.error().code, local);
    if (page->empty()) return out;
    out.insert(out.end(), page->begin(), page->end());
  }
}

// listed reads one reference a line; empty lines are skipped, and nobody is named twice.
std::vector<std::string> listed(const std::string& file) {
  const auto bytes = read_file(file, kMaxList);
  std::vector<std::string> out;
  std::set<std::string> seen;
  std::string line;
  std::uint64_t number = 1;
  const auto take = [&] {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty() && !is_subject(line)) {
      throw Failure(printable(file) + " line " + std::to_string(number) + ": \"" +
                    printable(line.substr(0, 40)) + "\" is no reference of a person");
    }
    if (!line.empty() && seen.insert(line).second) out.push_back(line);
    line.clear();
    ++number;
  };
  for (const std::uint8_t byte : bytes) {
    if (byte == '\n') {
      take();
    } else {
      line += static_cast<char>(byte);
    }
  }
  take();
  return out;
}

std::vector<std::string> whom(LocalDesk& local, const BulkOptions& options) {
  std::vector<std::string> out = options.all_new ? new_people(local) : listed(options.list);
  if (options.all_new && !options.list.empty()) {
    const auto list = listed(options.list);
    const std::set<std::string> wanted(list.begin(), list.end());
    std::erase_if(out, [&wanted](const std::string& one) { return wanted.count(one) == 0; });
  }
  if (options.limit != 0 && out.size() > options.limit) out.resize(options.limit);
  return out;
}

// became_valid asks the register about the batch of a run that was killed. Its commit took all or
// nothing, so one person who has that invitation, or used it, speaks for all.
bool became_valid(LocalDesk& local, const LetterFolder::Interrupted& batch,
                  const std::vector<std::string>& fresh) {
  for (const std::string& reference : batch.references) {
    if (std::binary_search(fresh.begin(), fresh.end(), reference)) continue;
    const auto person = local.find(reference);
    if (!person && person.error().code != Errc::not_found) fail(person.error().code, local);
    if (person && (person->enrolled || person->invited_until == batch.expires)) return true;
  }
  return false;
}

void recover(const DeskRun& run, LocalDesk& local, LetterFolder& folder) {
  if (!folder.interrupted()) return;
  const auto batch = *folder.interrupted();
  const bool valid = became_valid(local, batch, new_people(local));
  const std::string letters = std::to_string(batch.references.size()) +
                              " letters of a run that was "
                              "interrupted";
  if (valid) {
    folder.keep();
    run.console.note(letters + " are valid");
  } else {
    folder.take_back();
    run.console.note(letters + " never became valid: taken back");
  }
}

LetterFile file_of(const Run& run, const Desk::Prepared& one) {
  const WorkInvited invited = as_texts(one.invited);
  const Letter letter{one.subject, invited.invitation, invited.stop, invited.expires};
  if (run.options.format == "svg") {
    return {one.subject, letter_svg(run.texts, run.office, letter), invited.pin, ""};
  }
  return {one.subject, letter_html(run.texts, run.office, letter), invited.pin,
          letter_body(run.texts, run.office, letter)};
}

// A commit that the register refused has changed nothing. Where the storage failed nobody knows
// until it is read again, so then the batch stays for the next run to judge.
void commit(Run& run, const Prepared& prepared) {
  const Status done = run.local.desk().commit(run.local.actor(), prepared, run.local.now());
  if (done.ok()) return;
  if (done.error().code != Errc::storage_failed) run.folder.take_back();
  fail(done.error().code, run.local);
}

Result<Prepared> prepare(Run& run, const std::vector<std::string>& people) {
  return run.local.desk().prepare(run.local.actor(), people, run.local.now());
}

// fail_of names the one whom the register doesn't know.
[[noreturn]] void fail_of(Run& run, const std::vector<std::string>& people, Errc code) {
  for (const std::string& reference : people) {
    if (code != Errc::not_found || prepare(run, {reference}).ok()) continue;
    throw desk_failure(code, {Act::invite_all, reference, ""}, run.local);
  }
  fail(code, run.local);
}

UnixTime do_batch(Run& run, const std::vector<std::string>& people) {
  const auto prepared = prepare(run, people);
  if (!prepared) fail_of(run, people, prepared.error().code);
  std::vector<LetterFile> files;
  files.reserve(prepared->size());
  UnixTime expires = 0;
  for (const Desk::Prepared& one : *prepared) {
    files.push_back(file_of(run, one));
    expires = one.invited.expires;
  }
  run.folder.write(files, expires);
  commit(run, *prepared);
  return expires;
}

// Somebody who isn't new has a letter that may still be good: no file of it may be written over.
void check_free(const std::vector<std::string>& people, const BulkOptions& options) {
  for (const std::string& reference : people) {
    const std::string file = options.out + "/" + reference + "." + options.format;
    if (exists(file)) {
      throw Failure(printable(file) + ": is there already",
                    "give another folder, or --all-new to leave out who has a letter");
    }
  }
}

// near is `path` as it is written in the current folder.
std::string near(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> here(::getcwd(nullptr, 0), &std::free);
  const std::string folder = here ? std::string(here.get()) + "/" : "";
  return !folder.empty() && path.compare(0, folder.size(), folder) == 0 ? path.substr(folder.size())
                                                                        : path;
}

Exit say(const DeskRun& run, const Run& done, std::size_t letters, UnixTime expires) {
  const std::string pins = near(done.folder.pins()), sheet = near(done.folder.sheet());
  if (run.output == Output::json) {
    print("{\"letters\":" + std::to_string(letters) +
          ",\"folder\":" + json_quoted(done.options.out) + ",\"sheet\":" + json_quoted(sheet) +
          ",\"pins\":" + json_quoted(pins) + ",\"expires\":" + std::to_string(expires) + "}");
    return Exit::yes;
  }
  const std::string slash = done.options.out.back() == '/' ? "" : "/";
  print(with_commas(letters) + (letters == 1 ? " letter in " : " letters in ") +
        printable(done.options.out) + slash + ", valid " +
        std::to_string(kInvitationLife / kSecondsPerDay) + " days; send " + printable(pins) +
        " by another channel");
  if (!sheet.empty()) run.console.say("all of them to print at once: " + printable(sheet));
  return Exit::yes;
}

// Two runs at once would void each other's letters.
FolderLock only_run(const std::string& dir) {
  try {
    return FolderLock(dir + "/keys");
  } catch (const Failure&) {
    throw Failure("another run of letters is under way", "wait until it has ended");
  }
}

}  // namespace

Exit invite_all(const DeskRun& run, const BulkOptions& options) {
  check(run, options);
  LetterTexts texts = letter_texts(options.lang);
  LocalDesk local(run.place.common, run.rng);
  const FolderLock one_run = only_run(run.place.common.dir);
  LetterFolder folder(options.out);
  recover(run, local, folder);
  const std::vector<std::string> people = whom(local, options);
  if (people.empty()) {
    folder.finish();
    if (run.output == Output::json) {
      print("{\"letters\":0}");
    } else {
      print("nobody is new: no letters");
    }
    return Exit::yes;
  }
  if (!options.all_new) check_free(people, options);
  Run state{local, options, folder, std::move(texts), local.office()};
  folder.begin(options.pins, options.format,
               options.format == "html" ? sheet_head(state.texts, state.office) : "");
  UnixTime expires = 0;
  {
    Progress progress("letters", people.size());
    for (std::size_t at = 0; at < people.size(); at += kBatch) {
      const auto first = people.begin() + static_cast<std::ptrdiff_t>(at);
      const auto count = static_cast<std::ptrdiff_t>(std::min(kBatch, people.size() - at));
      expires = do_batch(state, {first, first + count});
      progress.at(at + static_cast<std::size_t>(count));
    }
  }
  folder.finish();
  return say(run, state, people.size(), expires);
}

}  // namespace whit::cli
