// SPDX-License-Identifier: Apache-2.0
#include "store/parts.h"
#include "store/register_rows.h"

namespace whit {
namespace {

constexpr std::size_t kRowsPerCommit = 256;  // few enough that a request waits for milliseconds
constexpr std::size_t kMaxProblems = 1000;

// Importer gathers good rows and applies them by the few hundred, or all at the end.
class Importer final : public ImportSink {
 public:
  Importer(Connections& connections, RegisterRows rows, ImportRun run, ImportRule rule)
      : connections_(connections), register_(std::move(rows)), run_(run), rule_(rule) {}

  Status row(ImportRow row) override;
  void problem(LineProblem problem) override;
  Status finish();
  ImportSummary& summary() noexcept { return summary_; }

 private:
  Status apply(const std::vector<ImportRow>& rows);

  Connections& connections_;
  RegisterRows register_;
  ImportRun run_;
  ImportRule rule_;
  std::vector<ImportRow> waiting_;
  ImportSummary summary_;
};

Status Importer::row(ImportRow row) {
  const bool doomed = rule_ == ImportRule::all_or_nothing && summary_.refused > 0;
  if (doomed) return {};
  waiting_.push_back(std::move(row));
  if (rule_ == ImportRule::all_or_nothing || waiting_.size() < kRowsPerCommit) return {};
  WHIT_CHECK(apply(waiting_));
  waiting_.clear();
  return {};
}

void Importer::problem(LineProblem problem) {
  if (++summary_.refused <= kMaxProblems) summary_.problems.push_back(std::move(problem));
  if (rule_ == ImportRule::all_or_nothing) waiting_.clear();
}

Status Importer::finish() {
  if (rule_ == ImportRule::all_or_nothing && summary_.refused > 0) return {};
  for (std::size_t i = 0; i < waiting_.size(); i += kRowsPerCommit) {
    const auto begin = waiting_.begin() + static_cast<std::ptrdiff_t>(i);
    const std::size_t count = std::min(kRowsPerCommit, waiting_.size() - i);
    WHIT_CHECK(apply({begin, begin + static_cast<std::ptrdiff_t>(count)}));
  }
  return {};
}

Status Importer::apply(const std::vector<ImportRow>& rows) {
  const auto job = [&](Database& database) { return register_.apply(database, rows, summary_); };
  return run_ == ImportRun::dry_run ? connections_.read(job) : connections_.writer().run(job);
}

}  // namespace

Result<ImportSummary> IssuerService::import(Source& source, ImportFormat format, ImportRun run,
                                            ImportRule rule) {
  const auto issuing = parts_->issuing();
  Importer importer(*parts_->connections, RegisterRows(parts_->register_key, parts_->rng, run), run,
                    rule);
  ImportReader reader(*issuing, format, importer);
  while (true) {
    WHIT_TRY(const Bytes piece, source.next());
    if (piece.empty()) break;
    WHIT_CHECK(reader.feed(piece));
  }
  WHIT_CHECK(reader.finish());
  WHIT_CHECK(importer.finish());
  importer.summary().lines = reader.lines();
  return std::move(importer.summary());
}

}  // namespace whit
