// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "base/hex.h"
#include "cli/common/program.h"
#include "cli/issuer/actor.h"
#include "cli/issuer/import_file.h"
#include "cli/issuer/import_report.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/register_commands.h"
#include "store/staff.h"

namespace whit::cli {
namespace {

void check_options(const ImportOptions& options) {
  const bool snapshot = options.scope == ImportScope::snapshot;
  if (options.ends && !snapshot) throw Failure("--end goes with --snapshot");
}

Reading reading_of(const ImportOptions& options) noexcept {
  const bool lenient =
      options.scope == ImportScope::delta && options.rule == ImportRule::skip_bad_lines;
  return lenient || options.run == ImportRun::dry_run ? Reading::once : Reading::twice;
}

ImportFormat format_of(const ImportOptions& options, const ImportFile& file) {
  if (options.format == "csv") return ImportFormat::csv;
  if (options.format == "jsonl") return ImportFormat::json_lines;
  if (options.format.empty()) return file.format_by_look();
  throw Failure("--format " + printable(options.format) + ": want csv or jsonl");
}

// The digest is over what is to happen: this file, and so many ends.
Hash mass_digest(const Hash& file, std::uint64_t ends) {
  std::array<std::uint8_t, Hash::kSize + 8> exactly{};
  std::copy(file.bytes.begin(), file.bytes.end(), exactly.begin());
  for (std::size_t i = 0; i < 8; ++i) {
    exactly[Hash::kSize + i] = static_cast<std::uint8_t>(ends >> (56 - 8 * i));
  }
  return act_digest("import-snapshot", exactly);
}

std::string mass_about(const Hash& file, std::uint64_t ends) {
  return "end " + with_commas(ends) + " facts by the snapshot with SHA-256 " +
         hex::encode(file.view());
}

// What is committed by then stays.
Failure broken(Errc code, const ImportOptions& options) {
  const bool dry = options.run == ImportRun::dry_run;
  if (code == Errc::too_many) {
    return Failure("the register changed meanwhile: it would end more facts than before",
                   "the same command again");
  }
  return Failure(std::string(sentence(code)) + (dry ? "" : "; it may be half done"),
                 dry ? "" : "the same command again does the rest");
}

ImportSummary run_import(const Common& common, const ImportOptions& options, const Issuing& issuing,
                         Rng& rng) {
  const Folder folder(common.dir);
  ImportFile file(options.file, reading_of(options), folder.path());
  ImportOrder order{format_of(options, file), options.scope, options.run, options.rule,
                    options.ends};
  const Vault vault = open_vault(common);
  const auto service = open_service(folder, issuing, vault.get(kRegisterKey), rng);
  StaffOffice staff(*service);
  const Actor actor = actor_of(common, staff);
  const UnixTime now = now_of(common);
  std::int64_t proposal = 0;
  order.second = [&](const Hash& hash, std::uint64_t ends) {
    return staff.second_person(actor, Act::import_mass, mass_digest(hash, ends),
                               mass_about(hash, ends), now, proposal);
  };
  auto done = service->import(actor, file, order, now);
  if (done) return *std::move(done);
  const Errc code = done.error().code;
  if (code == Errc::forbidden) throw forbidden_failure(actor);
  if (code == Errc::needs_second) throw second_person_failure(Act::import_mass, proposal);
  throw broken(code, options);
}

}  // namespace

Exit import_register(const Common& common, const ImportOptions& options, Rng& rng) {
  check_options(options);
  const Folder folder(common.dir);
  Issuing issuing;
  issuing.iss = folder.name().iss;
  issuing.catalogue = read_catalogue(folder).facts;
  const ImportSummary done = run_import(common, options, issuing, rng);
  const Report report{done, options, issuing.catalogue};
  if (options.output == Output::json) {
    print(in_json(report));
  } else {
    print_report(report);
  }
  if (done.stopped) throw stop_failure(report);
  return Exit::yes;
}

}  // namespace whit::cli
