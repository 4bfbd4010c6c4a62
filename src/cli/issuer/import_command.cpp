// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/common/progress.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/register_commands.h"

namespace whit::cli {
namespace {

// FileSource reads a register piece by piece, however long it is.
class FileSource final : public IssuerService::Source {
 public:
  explicit FileSource(const std::string& path)
      : name_(printable(path)),
        own_(path == "-" ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
        fd_(path == "-" ? STDIN_FILENO : own_.get()),
        progress_("import", size_of(fd_, name_)) {
    fill();
    if (size_ == 0) throw Failure(name_ + ": is empty");
  }

  // format_by_look is JSON lines if the first thing in it is a brace.
  ImportFormat format_by_look() const {
    for (std::size_t i = 0; i < size_; ++i) {
      const std::uint8_t c = buffer_[i];
      const bool mark = i < 3 && (c == 0xef || c == 0xbb || c == 0xbf);
      if (mark || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
      return c == '{' ? ImportFormat::json_lines : ImportFormat::csv;
    }
    return ImportFormat::csv;
  }

  Result<Bytes> next() override {
    if (given_) fill();
    given_ = true;
    done_ += size_;
    progress_.at(done_);
    return Bytes(buffer_.data(), size_);
  }

 private:
  static std::uint64_t size_of(int fd, const std::string& name) {
    struct stat about {};
    if (fd < 0) throw Failure(name + ": " + reason(errno));
    if (::fstat(fd, &about) != 0) return 0;
    if (S_ISDIR(about.st_mode)) throw Failure(name + ": is a directory");
    return S_ISREG(about.st_mode) ? static_cast<std::uint64_t>(about.st_size) : 0;
  }
  static std::string reason(int error) {
    return error == ENOENT ? "no such file" : std::strerror(error);
  }
  void fill() {
    ssize_t got = -1;
    do {
      got = ::read(fd_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) throw Failure(name_ + ": " + reason(errno) + "; nothing was changed");
    size_ = static_cast<std::size_t>(got);
  }

  std::string name_;
  Descriptor own_;
  int fd_;
  Progress progress_;
  std::array<std::uint8_t, 65536> buffer_{};
  std::size_t size_ = 0;
  std::uint64_t done_ = 0;
  bool given_ = false;
};

ImportFormat format_of(const ImportOptions& options, const FileSource& source) {
  if (options.format == "csv") return ImportFormat::csv;
  if (options.format == "jsonl") return ImportFormat::json_lines;
  if (options.format.empty()) return source.format_by_look();
  throw Failure("--format " + printable(options.format) + ": want csv or jsonl");
}

std::string in_json(const ImportSummary& summary, bool applied) {
  const auto field = [](const char* name, std::uint64_t value) {
    return ",\"" + std::string(name) + "\":" + std::to_string(value);
  };
  std::string problems;
  for (const LineProblem& problem : summary.problems) {
    problems += (problems.empty() ? "" : ",") + ("{\"line\":" + std::to_string(problem.line)) +
                ",\"reason\":" + json_quoted(problem.reason) + "}";
  }
  return std::string("{\"applied\":") + (applied ? "true" : "false") +
         field("lines", summary.lines) + field("people", summary.people) +
         field("added", summary.added) + field("changed", summary.changed) +
         field("unchanged", summary.unchanged) + field("refused", summary.refused) +
         ",\"problems\":[" + problems + "]}";
}

void print_problems(const ImportSummary& summary) {
  for (const LineProblem& problem : summary.problems) {
    print("line " + with_commas(problem.line) + ": " + printable(problem.reason));
  }
  if (summary.refused > summary.problems.size()) {
    print("and " + with_commas(summary.refused - summary.problems.size()) + " more lines");
  }
}

void print_sums(const ImportSummary& summary, bool applied) {
  print((applied ? "" : "would have ") + ("added " + with_commas(summary.added)) + ", changed " +
        with_commas(summary.changed) + ", unchanged " + with_commas(summary.unchanged) + "; " +
        with_commas(summary.people) + " new people; " + with_commas(summary.refused) + " refused");
}

ImportSummary run_import(const Common& common, const ImportOptions& options, Rng& rng) {
  const Folder folder(common.dir);
  Issuing issuing;
  issuing.iss = folder.name().iss;
  issuing.catalogue = read_catalogue(folder).facts;
  FileSource source(options.file);
  const ImportFormat format = format_of(options, source);
  const Vault vault = open_vault(common);
  const auto service = open_service(folder, std::move(issuing), vault.get(kRegisterKey), rng);
  auto done = service->import(source, format, options.run, options.rule);
  if (done) return *std::move(done);
  throw Failure(std::string(sentence(done.error().code)) + "; nothing was changed");
}

}  // namespace

Exit import_register(const Console& console, const Common& common, const ImportOptions& options,
                     Rng& rng) {
  const ImportSummary done = run_import(common, options, rng);
  const bool strict = options.rule == ImportRule::all_or_nothing && done.refused != 0;
  const bool applied = options.run == ImportRun::apply && !strict;
  if (options.output == Output::json) {
    print(in_json(done, applied));
  } else {
    print_problems(done);
    if (!strict) print_sums(done, applied);
  }
  if (!strict) return Exit::yes;
  return console.error(with_commas(done.refused) + " bad lines; nothing was changed",
                       "correct them, or leave out --strict to do the others");
}

}  // namespace whit::cli
