// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/staff_login.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/common/passphrase.h"
#include "trust/words.h"
#include "whit/trust.h"

namespace whit::cli {
namespace {

using nlohmann::json;

constexpr HttpLimits kLimits{5, 15, 30, std::size_t{1} << 20};

std::string file_of_login() { return data_folder("issuer") + "/session"; }

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string again(const StaffLogin& login) {
  return "whit-issuer staff login " + (login.login.empty() ? "" : printable(login.login) + " ") +
         "--url " + printable(login.url);
}

json parsed(const HttpReply& reply) {
  return json::parse(reply.body.begin(), reply.body.end(), nullptr, false);
}

// A password never leaves this machine in the clear.
void check_url(const std::string& url) {
  if (url.substr(0, 8) == "https://") return;
  for (const char* near : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    const std::string_view host(near);
    if (url.substr(0, host.size()) != host) continue;
    const char next = url.size() > host.size() ? url[host.size()] : '/';
    if (next == ':' || next == '/') return;
  }
  throw Failure("--url " + printable(url) + ": want https://", "--url https://office.example:8441");
}

std::string full_path(const std::string& path) {
  if (path.empty()) return "";
  const std::unique_ptr<char, decltype(&std::free)> full(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (!full) throw Failure(printable(path) + ": no such file");
  return full.get();
}

// The body is a secret while it has a password in it.
HttpReply ask_to_sign_in(const Common& common, const StaffLogin& login) {
  std::string body = "{}";
  if (!login.login.empty()) {
    const auto text = [](const SecretBuffer& secret) {
      const Bytes bytes = secret.expose(InsecureAccess{});
      return std::string(bytes.begin(), bytes.end());
    };
    std::string password =
        text(read_passphrase(common.password_fd, "password of " + printable(login.login)));
    const std::string code =
        text(read_passphrase(common.password_fd, "six digits of the authenticator"));
    const json object = {{"login", login.login}, {"password", password}, {"code", code}};
    body = object.dump(-1, ' ', false, json::error_handler_t::replace);
    wipe({reinterpret_cast<std::uint8_t*>(password.data()), password.size()});
  }
  HttpReply reply = client_of(login)->post("/staff/v1/sign-in", "application/json", as_bytes(body));
  wipe({reinterpret_cast<std::uint8_t*>(body.data()), body.size()});
  return reply;
}

void read_trust(const std::string& file, StaffLogin& login) {
  const auto bytes = read_file(file);
  const auto trust = parse_trust_file(bytes);
  if (!trust) throw Failure(printable(file) + ": no trust file");
  login.iss = trust->iss;
  login.office.url = trust->url;
  login.office.words = six_words(trust->root);
  if (login.office.name.empty()) login.office.name = trust->iss;
}

}  // namespace

std::optional<StaffLogin> read_login() {
  const std::string file = file_of_login();
  if (!exists(file)) return std::nullopt;
  const auto bytes = read_private_file(file);
  const json object = json::parse(bytes.begin(), bytes.end(), nullptr, false);
  StaffLogin out;
  out.url = text_of(object, "url");
  out.token = text_of(object, "token");
  if (out.url.empty() || out.token.empty()) throw Failure(printable(file) + ": damaged");
  out.login = text_of(object, "login");
  out.expires = parse_time(text_of(object, "expires")).value_or(0);
  out.ca = text_of(object, "ca");
  out.certificate = text_of(object, "certificate");
  out.key = text_of(object, "key");
  out.iss = text_of(object, "iss");
  out.office.name = text_of(object, "office");
  out.office.url = text_of(object, "collect");
  out.office.words = text_of(object, "words");
  return out;
}

void write_login(const StaffLogin& login) {
  make_folder(data_folder("issuer"));
  const json object = {{"url", login.url},
                       {"token", login.token},
                       {"login", login.login},
                       {"expires", format_rfc3339(login.expires)},
                       {"ca", login.ca},
                       {"certificate", login.certificate},
                       {"key", login.key},
                       {"iss", login.iss},
                       {"office", login.office.name},
                       {"collect", login.office.url},
                       {"words", login.office.words}};
  const std::string text = object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  write_file_atomic(file_of_login(), as_bytes(text), Access::owner);
}

void forget_login() { remove_file(file_of_login()); }

std::unique_ptr<HttpClient> client_of(const StaffLogin& login) {
  auto client = std::make_unique<HttpClient>(login.url, kLimits, login.ca);
  client->set_bearer(login.token);
  if (!login.certificate.empty() && !client->set_certificate(login.certificate, login.key)) {
    throw Failure(printable(login.certificate) + ": not a certificate for this address and key",
                  "PEM files, --certificate and --key, with https://");
  }
  return client;
}

ApiAnswer answer_of(const HttpReply& reply, const StaffLogin& login) {
  if (reply.failure != HttpFailure::none) {
    throw Failure(printable(login.url) + ": " + std::string(sentence(reply.failure)),
                  reply.failure == HttpFailure::untrusted
                      ? "give the office's own certificate authority with --ca FILE at sign-in"
                      : "");
  }
  ApiAnswer out;
  const json object = parsed(reply);
  if (reply.status == 200 && object.is_object()) {
    out.body.assign(reply.body.begin(), reply.body.end());
    return out;
  }
  const auto error = object.is_object() ? object.find("error") : object.end();
  if (!object.is_object() || error == object.end() || !error->is_object()) {
    throw Failure(printable(login.url) + " answers " + std::to_string(reply.status) +
                      ", which is not the staff API",
                  "--url is the address of `serve --staff-listen`");
  }
  out.code = text_of(*error, "code");
  out.message = printable(text_of(*error, "message"));
  out.hint = printable(text_of(*error, "hint"));
  if (out.code == "sign_in" && !login.token.empty()) {
    throw Failure("the session of " + printable(login.login) + " has ended", again(login));
  }
  if (out.code.empty()) out.code = "internal";
  return out;
}

Exit sign_in(const Common& common, const LoginOptions& options) {
  StaffLogin login = options.login;
  if (login.login.empty() && login.certificate.empty()) {
    throw Failure("who signs in?", "give a login, or --certificate FILE --key FILE");
  }
  check_url(login.url);
  login.ca = full_path(login.ca);
  login.certificate = full_path(login.certificate);
  login.key = full_path(login.key);
  if (!options.trust.empty()) read_trust(options.trust, login);
  const ApiAnswer answer = answer_of(ask_to_sign_in(common, login), login);
  if (answer.code == "sign_in" || answer.code == "forbidden") {
    throw Failure("cannot sign in", "after 5 wrong tries an account is locked for 15 min");
  }
  if (!answer.code.empty()) throw Failure(answer.message, answer.hint);
  const json object = json::parse(answer.body, nullptr, false);
  login.token = text_of(object, "token");
  login.login = text_of(object, "login");
  login.expires = parse_time(text_of(object, "expires")).value_or(0);
  if (login.token.empty()) throw Failure(printable(login.url) + ": gives no session");
  write_login(login);
  print("signed in: " + printable(login.login) + " at " + printable(login.url) + " until " +
        format_time(login.expires) + " UTC");
  return Exit::yes;
}

Exit sign_out(const Console& console) {
  const auto login = read_login();
  if (!login) throw Failure("nobody is signed in");
  const HttpReply reply =
      client_of(*login)->post("/staff/v1/sign-out", "application/json", as_bytes("{}"));
  forget_login();
  if (!reply.ok() && reply.status != 401) {
    console.warning(
        "the server wasn't told; it ends the session by itself 30 min after its last "
        "use");
  }
  print("signed out: " + printable(login->login));
  return Exit::yes;
}

}  // namespace whit::cli
