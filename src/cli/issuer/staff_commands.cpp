// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/staff_commands.h"

#include <unistd.h>

#include "base/base64.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/passphrase.h"
#include "cli/common/program.h"
#include "cli/common/terminal.h"
#include "cli/issuer/staff_office.h"
#include "cli/qr/qr.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/totp.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

std::uint8_t roles_of(const StaffAddOptions& options) {
  std::uint8_t out = 0;
  for (const std::string& text : options.roles) {
    const auto role = role_of(text);
    if (!role) {
      throw Failure("--role " + printable(text) + ": no such role",
                    "register, desk, keys, or --employer VALUE");
    }
    out |= static_cast<std::uint8_t>(*role);
  }
  if (!options.employer.empty()) out |= static_cast<std::uint8_t>(Role::employer);
  return out;
}

Value employer_of(const std::string& text) {
  Value out;
  if (text.empty()) return out;
  if (!is_value_text(text)) throw Failure("--employer " + printable(text) + ": no such value");
  out.type = Value::Type::text;
  out.text = Text<16>::from(text);
  return out;
}

// certificate_of is the SHA-256 of the first certificate in a PEM file.
Hash certificate_of(const std::string& path) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----",
                             kEnd = "-----END CERTIFICATE-----";
  const auto file = read_file(path, kMegabyte);
  const std::string_view text = as_text(file);
  const std::size_t begin = text.find(kBegin), end = text.find(kEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
    throw Failure(printable(path) + ": no certificate in PEM");
  }
  std::string body;
  for (const char c : text.substr(begin + kBegin.size(), end - begin - kBegin.size())) {
    if (c != '\n' && c != '\r' && c != ' ') body.push_back(c);
  }
  const auto der = base64::decode(body);
  if (!der || der->empty()) throw Failure(printable(path) + ": damaged");
  return sha256(*der);
}

SecretBuffer new_password(const Common& common, const std::string& login) {
  SecretBuffer out = read_passphrase(common.password_fd, "new password of " + printable(login),
                                     Typing::twice, "--password-fd N");
  if (!is_password(out)) throw Failure("a password has 10 to 128 bytes");
  return out;
}

// check_names says in words what add would refuse.
void check_names(const NewAccount& account) {
  if (!are_roles(account.roles, account.employer)) {
    throw Failure("these roles don't go together",
                  "--role register, desk or keys, or several of them; or --employer VALUE alone");
  }
  if (!is_login(account.login, account.employer)) {
    throw Failure(printable(account.login) + " is no login",
                  "2 to 32 of a-z, 0-9, dot and hyphen, a letter first; an employer's may be "
                  "its value in small letters, a colon and a person");
  }
}

[[noreturn]] void fail(Errc code, const Actor& by, const std::string& login,
                       std::int64_t proposal) {
  const std::string who = printable(login);
  switch (code) {
    case Errc::needs_second:
      throw second_person_failure(Act::staff, proposal);
    case Errc::forbidden:
      throw forbidden_failure(by);
    case Errc::not_found:
      throw Failure("there is no account " + who, "whit-issuer staff list");
    case Errc::already_exists:
      throw Failure("there is an account " + who + " already, or another with this certificate",
                    "whit-issuer staff list");
    default:
      throw Failure(std::string(sentence(code)));
  }
}

void draw(const std::string& text) {
  const auto qr = make_qr(text);
  if (!qr || !is_terminal(STDOUT_FILENO)) return;
  const Terminal terminal = terminal_for(STDOUT_FILENO);
  if (terminal.fits(*qr)) print(qr_text(*qr, terminal.style));
}

// show_secret prints what the account's holder puts into an authenticator program.
void show_secret(const Console& console, const Common& common, const std::string& login,
                 const SecretBuffer& secret, Output output) {
  const std::string iss = Folder(common.dir).name().iss;
  const std::string uri = secret.size() == 0 ? "" : totp_uri(secret, iss, login);
  if (output == Output::json) {
    print("{\"login\":" + json_quoted(login) +
          (uri.empty() ? "" : ",\"totp\":" + json_quoted(uri)) + "}");
    return;
  }
  if (uri.empty()) return;
  print(uri);
  draw(uri);
  console.say("put this into the authenticator program of " + printable(login) +
              "; it isn't shown again");
}

std::string state_of(const Account& account, UnixTime now) {
  if (account.disabled) return "disabled";
  std::string out = account.has_password ? "password" : "";
  if (account.has_certificate) out += out.empty() ? "certificate" : ", certificate";
  if (account.locked_until > now) {
    out += ", locked until " + format_rfc3339(account.locked_until);
  }
  return out;
}

std::string value_text(const Value& value) {
  return value.type == Value::Type::number ? std::to_string(value.number)
                                           : std::string(value.text.view());
}

std::string in_json(const Account& account) {
  std::string roles;
  for (const Role role : kRoles) {
    if ((account.roles & static_cast<std::uint8_t>(role)) == 0) continue;
    roles += (roles.empty() ? "" : ",") + json_quoted(name(role));
  }
  const auto flag = [](const char* key, bool value) {
    return ",\"" + std::string(key) + "\":" + (value ? "true" : "false");
  };
  const bool employer = account.employer.type != Value::Type::none;
  return "{\"login\":" + json_quoted(account.login) + ",\"roles\":[" + roles + "]" +
         (employer ? ",\"employer\":" + json_quoted(value_text(account.employer)) : "") +
         flag("password", account.has_password) + flag("certificate", account.has_certificate) +
         flag("disabled", account.disabled) +
         ",\"locked_until\":" + std::to_string(account.locked_until) + "}";
}

std::string in_text(const Account& account, UnixTime now) {
  std::string out = printable(account.login);
  out.resize(std::max<std::size_t>(out.size() + 2, 20), ' ');
  out += role_names(account.roles);
  if (account.employer.type != Value::Type::none) out += " " + value_text(account.employer);
  out.resize(std::max<std::size_t>(out.size() + 2, 42), ' ');
  return out + state_of(account, now);
}

}  // namespace

Exit staff_add(const Console& console, const Common& common, const StaffAddOptions& options,
               Rng& rng) {
  NewAccount account;
  account.login = options.login;
  account.roles = roles_of(options);
  account.employer = employer_of(options.employer);
  check_names(account);
  SecretBuffer password;
  if (!options.certificate.empty()) account.certificate = certificate_of(options.certificate);
  OpenOffice office(common, OpenOffice::For::changing, rng);
  const Actor by = office.actor();
  if (!account.certificate) {
    password = new_password(common, options.login);
    account.password = &password;
  }
  std::int64_t proposal = 0;
  const auto secret = office.staff().add(by, account, office.now(), &proposal);
  if (!secret && secret.error().code == Errc::refused) {
    throw Failure("--employer " + printable(options.employer) + ": not a value of " +
                      std::string(kEmployedBy),
                  "it must be in the catalogue: whit-issuer catalogue apply FILE.json");
  }
  if (!secret) fail(secret.error().code, by, options.login, proposal);
  if (options.output == Output::text) {
    print(options.login + ": " + role_names(account.roles) +
          (options.employer.empty() ? "" : " " + options.employer));
  }
  show_secret(console, common, options.login, *secret, options.output);
  return Exit::yes;
}

Exit staff_password(const Console& console, const Common& common, const std::string& login,
                    Output output, Rng& rng) {
  OpenOffice office(common, OpenOffice::For::changing, rng);
  const Actor by = office.actor();
  const SecretBuffer password = new_password(common, login);
  std::int64_t proposal = 0;
  const auto secret = office.staff().set_password(by, login, password, office.now(), &proposal);
  if (!secret && secret.error().code == Errc::refused) {
    throw Failure(printable(login) + " is disabled", "a disabled account stays so; add another");
  }
  if (!secret) fail(secret.error().code, by, login, proposal);
  show_secret(console, common, login, *secret, output);
  return Exit::yes;
}

Exit staff_disable(const Common& common, const std::string& login, Rng& rng) {
  OpenOffice office(common, OpenOffice::For::changing, rng);
  const Actor by = office.actor();
  std::int64_t proposal = 0;
  const Status done = office.staff().disable(by, login, office.now(), &proposal);
  if (!done && done.error().code == Errc::refused) {
    throw Failure(printable(login) + " is disabled already");
  }
  if (!done) fail(done.error().code, by, login, proposal);
  print(login + ": disabled");
  return Exit::yes;
}

Exit staff_list(const Common& common, Output output, Rng& rng) {
  OpenOffice office(common, OpenOffice::For::reading, rng);
  const auto accounts = office.staff().list();
  if (!accounts) throw Failure(std::string(sentence(accounts.error().code)));
  std::string json;
  for (const Account& account : *accounts) {
    if (output == Output::text) print(in_text(account, office.now()));
    json += (json.empty() ? "" : ",") + in_json(account);
  }
  if (output == Output::json) print("{\"accounts\":[" + json + "]}");
  if (output == Output::text && accounts->empty()) print("no accounts yet");
  return Exit::yes;
}

}  // namespace whit::cli
