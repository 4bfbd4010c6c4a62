// SPDX-License-Identifier: Apache-2.0
#include "store/importing.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/hasher.h"
#include "store/parts.h"

namespace whit {
namespace {

constexpr std::size_t kRowsPerCommit = 512;  // few enough that a request waits for milliseconds
constexpr std::size_t kMaxProblems = 1000;

// Importer gathers good rows and applies them by the few hundred.
class Importer final : public ImportSink {
 public:
  Importer(Connections& connections, RegisterRows rows, ImportRun run, ImportJournal& journal)
      : connections_(connections), register_(std::move(rows)), run_(run), journal_(journal) {}

  Status row(ImportRow row) override;
  void problem(LineProblem problem) override;
  Status apply();
  ImportSummary& summary() noexcept { return summary_; }
  std::vector<FactKey>& named() noexcept { return register_.named(); }

 private:
  Status write(Database& database);

  Connections& connections_;
  RegisterRows register_;
  ImportRun run_;
  ImportJournal& journal_;
  std::vector<ImportRow> waiting_;
  ImportSummary summary_;
};

Status Importer::row(ImportRow row) {
  waiting_.push_back(std::move(row));
  return waiting_.size() < kRowsPerCommit ? Status() : apply();
}

void Importer::problem(LineProblem problem) {
  if (++summary_.refused <= kMaxProblems) summary_.problems.push_back(std::move(problem));
}

Status Importer::apply() {
  if (waiting_.empty()) return {};
  WHIT_CHECK(run_ == ImportRun::dry_run
                 ? connections_.read([this](Database& database) {
                     return register_.apply(database, waiting_, summary_);
                   })
                 : connections_.writer().run([this](Database& db) { return write(db); }));
  waiting_.clear();
  return {};
}

// The first commit that changes anything also says so in the journal.
Status Importer::write(Database& database) {
  const auto changes = [this] { return summary_.added + summary_.changed + summary_.ended; };
  const std::uint64_t before = changes();
  WHIT_CHECK(register_.apply(database, waiting_, summary_));
  return changes() == before ? Status() : journal_.begin(database);
}

// Import is one order on its way.
class Import {
 public:
  Import(IssuerService::Source& source, const Issuing& issuing, Connections& connections,
         const SecretBuffer& register_key, Rng& rng, const ImportOrder& order,
         ImportJournal journal, UnixTime now)
      : source_(source),
        issuing_(issuing),
        connections_(connections),
        register_key_(register_key),
        rng_(rng),
        order_(order),
        journal_(std::move(journal)),
        today_(day_of(now)) {}

  Result<ImportSummary> run();

 private:
  bool is_snapshot() const noexcept { return order_.scope == ImportScope::snapshot; }
  bool whole() const noexcept { return is_snapshot() || order_.rule == ImportRule::all_or_nothing; }
  Result<Pass> pass(ImportRun run);
  std::optional<Errc> bad_file(const Pass& pass) const noexcept;
  Result<Omitted> omitted(const Pass& pass);
  Result<bool> may_end(const Pass& pass, const Omitted& omitted);
  Status ask_second(const Pass& pass, const Omitted& omitted);
  Status end_omitted(const Omitted& omitted, ImportSummary& summary);
  Result<ImportSummary> apply(const Hash* checked, std::uint64_t most_ends);
  Result<ImportSummary> finish(ImportSummary summary);

  IssuerService::Source& source_;
  const Issuing& issuing_;
  Connections& connections_;
  const SecretBuffer& register_key_;
  Rng& rng_;
  const ImportOrder& order_;
  ImportJournal journal_;
  Day today_;
};

Result<Pass> Import::pass(ImportRun run) {
  Importer importer(connections_, RegisterRows(register_key_, rng_, run, today_), run, journal_);
  ImportReader reader(issuing_, order_.format, importer);
  Hasher hasher;
  while (true) {
    WHIT_TRY(const Bytes piece, source_.next());
    if (piece.empty()) break;
    hasher.add(piece);
    WHIT_CHECK(reader.feed(piece));
  }
  WHIT_CHECK(reader.finish());
  WHIT_CHECK(importer.apply());
  Pass out{std::move(importer.summary()), std::move(importer.named()), reader.cut()};
  out.summary.lines = reader.lines();
  out.summary.file = hasher.finish();
  std::sort(out.named.begin(), out.named.end());
  return out;
}

std::optional<Errc> Import::bad_file(const Pass& pass) const noexcept {
  if (is_snapshot() && pass.cut) return Errc::truncated;
  if (whole() && pass.summary.refused > 0) return Errc::refused;
  return std::nullopt;
}

Result<Omitted> Import::omitted(const Pass& pass) {
  return connections_.read(
      [&](Database& database) { return find_omitted(database, pass.named, today_); });
}

// A run that was killed has ended some already: the same order may do the rest.
Result<bool> Import::may_end(const Pass& pass, const Omitted& omitted) {
  const std::uint64_t ends = omitted.facts.size();
  if (ends == 0) return true;
  if (!order_.ends) return !omitted.too_many();
  if (ends == *order_.ends) return true;
  if (ends > *order_.ends) return false;
  return connections_.read(
      [&](Database& database) { return is_begun(database, pass.summary.file, *order_.ends); });
}

Status Import::ask_second(const Pass& pass, const Omitted& omitted) {
  const std::uint64_t ends = order_.ends.value_or(0);
  const Hash& file = pass.summary.file;
  const bool mass = omitted.too_many();
  const Result<bool> begun =
      connections_.read([&](Database& database) { return is_begun(database, file, ends); });
  if (!begun.ok()) return begun.error();
  journal_.name_file(file, mass || *begun);
  if (*begun) return {};
  if (mass && order_.second) WHIT_CHECK(order_.second(file, ends));
  if (!order_.ends) return {};  // what is left by a run that was killed is less than the guard
  return connections_.writer().run(
      [&](Database& database) { return write_begun(database, file, ends); });
}

Status Import::end_omitted(const Omitted& omitted, ImportSummary& summary) {
  for (std::size_t at = 0; at < omitted.facts.size(); at += kRowsPerCommit) {
    const auto begin = omitted.facts.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t count = std::min(kRowsPerCommit, omitted.facts.size() - at);
    const std::vector<FactKey> some(begin, begin + static_cast<std::ptrdiff_t>(count));
    std::uint64_t ended = 0;
    const Status done = connections_.writer().run([&](Database& database) -> Status {
      WHIT_TRY(ended, end_some(database, some));
      return ended == 0 ? Status() : journal_.begin(database);
    });
    if (!done.ok()) return done;
    summary.ended += ended;
  }
  return {};
}

Result<ImportSummary> Import::finish(ImportSummary summary) {
  const Status done = connections_.writer().run([&](Database& database) -> Status {
    if (is_snapshot()) WHIT_CHECK(write_done(database, summary.lines));
    WHIT_TRY(summary.journal, journal_.finish(database, summary));
    return {};
  });
  if (!done.ok()) return done.error();
  return summary;
}

// Rows first, so that whoever is named under another fact is there before anything ends.
Result<ImportSummary> Import::apply(const Hash* checked, std::uint64_t most_ends) {
  WHIT_TRY(Pass done, pass(ImportRun::apply));
  if (checked != nullptr && !(*checked == done.summary.file)) return Errc::storage_failed;
  if (checked == nullptr) journal_.name_file(done.summary.file, false);
  if (is_snapshot()) {
    WHIT_TRY(const Omitted omitted, this->omitted(done));
    if (omitted.facts.size() > most_ends) return Errc::too_many;  // somebody else came between
    done.summary.omitted = omitted.sums;
    WHIT_CHECK(end_omitted(omitted, done.summary));
  }
  return finish(std::move(done.summary));
}

Result<ImportSummary> Import::run() {
  if (!whole() && order_.run == ImportRun::apply) return apply(nullptr, 0);
  WHIT_TRY(Pass first, pass(ImportRun::dry_run));
  ImportSummary& found = first.summary;
  WHIT_TRY(found.lines_before, connections_.read(read_lines_before));
  found.stopped = bad_file(first);
  if (found.stopped) return found;
  std::uint64_t ends = 0;
  if (is_snapshot()) {
    WHIT_TRY(const Omitted omitted, this->omitted(first));
    ends = omitted.facts.size();
    found.ended += ends;
    found.omitted = omitted.sums;
    WHIT_TRY(const bool fine, may_end(first, omitted));
    if (!fine) found.stopped = Errc::too_many;
    if (found.stopped || order_.run == ImportRun::dry_run) return found;
    WHIT_CHECK(ask_second(first, omitted));
  }
  if (order_.run == ImportRun::dry_run) return found;
  if (!is_snapshot()) journal_.name_file(found.file, false);
  const Hash file = found.file;
  first.named = {};
  WHIT_CHECK(source_.rewind());
  return apply(&file, ends);
}

}  // namespace

ImportJournal::ImportJournal(const Actor& actor, const ImportOrder& order, UnixTime now)
    : what_(order.scope == ImportScope::snapshot ? "snapshot" : "delta") {
  line_.time = now;
  line_.actor = actor.login;
  line_.act = name(Act::import);
}

void ImportJournal::name_file(const Hash& file, bool mass) {
  what_ += " sha256 " + hex::encode(file.view().first(8));
  if (mass) line_.act = name(Act::import_mass);
}

Status ImportJournal::write(Database& database, std::string detail) {
  JournalLine line = line_;
  line.detail = std::move(detail);
  return write_journal(database, std::move(line));
}

Status ImportJournal::begin(Database& database) {
  if (begun_) return {};
  begun_ = true;
  return write(database, what_ + " begun");
}

Result<std::uint64_t> ImportJournal::finish(Database& database, const ImportSummary& summary) {
  const auto part = [](const char* name, std::uint64_t count) {
    return std::string(" ") + name + " " + std::to_string(count);
  };
  WHIT_CHECK(write(database, what_ + part("added", summary.added) +
                                 part("changed", summary.changed) + part("ended", summary.ended) +
                                 part("unchanged", summary.unchanged) +
                                 part("refused", summary.refused)));
  WHIT_TRY(const JournalHead head, journal_head(database));
  return head.seq;
}

Result<ImportSummary> IssuerService::import(const Actor& actor, Source& source,
                                            const ImportOrder& order, UnixTime now) {
  if (!may(actor, Act::import)) return Errc::forbidden;
  const auto issuing = parts_->issuing();
  return Import(source, *issuing, *parts_->connections, parts_->register_key, parts_->rng, order,
                ImportJournal(actor, order, now), now)
      .run();
}

}  // namespace whit
