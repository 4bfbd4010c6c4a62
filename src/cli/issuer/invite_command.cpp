// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/common/terminal.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/register_commands.h"
#include "cli/qr/qr.h"
#include "whit/qr_text.h"

namespace whit::cli {
namespace {

constexpr int kModulePixels = 8;

void draw(const std::string& text, const InviteOptions& options) {
  const auto qr = make_qr(text);
  if (!qr) throw Failure("the code can't be drawn");
  if (!options.png.empty()) write_file_atomic(options.png, qr_png(*qr, kModulePixels));
  if (!options.svg.empty()) write_file_atomic(options.svg, as_bytes(qr_svg(*qr, "Invitation")));
  if (options.output == Output::json || !is_terminal(STDOUT_FILENO)) return;
  const Terminal terminal = terminal_for(STDOUT_FILENO);
  if (terminal.fits(*qr)) print(qr_text(*qr, terminal.style));
}

Invited make_invitation(const Common& common, const std::string& subject, Rng& rng) {
  const Folder folder(common.dir);
  Issuing issuing;
  issuing.iss = folder.name().iss;
  issuing.catalogue = read_catalogue(folder).facts;
  const Vault vault = open_vault(common);
  const auto service = open_service(folder, std::move(issuing), vault.get(kRegisterKey), rng);
  auto invited = service->invite(subject, now_of(common));
  if (invited) return *std::move(invited);
  if (invited.error().code == Errc::not_found) {
    throw Failure("the register has no " + printable(subject), "whit-issuer import FILE");
  }
  if (invited.error().code == Errc::refused) {
    throw Failure(printable(subject) + " is no reference of a person");
  }
  throw Failure(std::string(sentence(invited.error().code)));
}

}  // namespace

Exit invite(const Console& console, const Common& common, const InviteOptions& options, Rng& rng) {
  const bool apart = !options.pin_file.empty();
  if (apart && exists(options.pin_file)) {
    throw Failure(printable(options.pin_file) + ": is there already");
  }
  const Invited invited = make_invitation(common, options.subject, rng);
  const std::string text = encode_text(Carrier::invitation, encode(invited.invitation));
  if (apart) {
    write_file_atomic(options.pin_file, as_bytes(invited.pin + "\n"), Access::owner,
                      Replace::refuse);
  }
  draw(text, options);
  if (options.output == Output::json) {
    print("{\"subject\":" + json_quoted(options.subject) + ",\"invitation\":" + json_quoted(text) +
          (apart ? "" : ",\"pin\":" + json_quoted(invited.pin)) +
          ",\"expires\":" + std::to_string(invited.expires) + "}");
    return Exit::yes;
  }
  print(text);
  const std::string until = ", once, until " + format_date(invited.expires);
  console.say("invitation for " + printable(options.subject) + until);
  console.say(apart ? "PIN in " + printable(options.pin_file) + "; send it by another way"
                    : "PIN " + invited.pin + "; send it by another way");
  return Exit::yes;
}

}  // namespace whit::cli
