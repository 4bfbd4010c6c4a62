// SPDX-License-Identifier: Apache-2.0
// Signing in to an office's server from another machine, and the session that commands then use:
// one file, for its owner alone.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/common/message.h"
#include "cli/issuer/letter.h"
#include "cli/issuer/session.h"
#include "serve/http_client.h"
#include "whit/time.h"

namespace whit::cli {

// StaffLogin is that file: ~/.local/share/whit/issuer/session.
struct StaffLogin {
  std::string url, token, login;
  UnixTime expires = 0;
  std::string ca, certificate, key;  // absolute paths of PEM files, or empty
  std::string iss;                   // of the trust file given at sign-in, empty without one
  LetterOffice office;               // from the same, and --office
};

// read_login is absent where nobody is signed in; a Failure for a file that others may read.
std::optional<StaffLogin> read_login();
void write_login(const StaffLogin& login);
void forget_login();

// client_of is a connection to the staff listener; a Failure for certificate files that are no
// good.
std::unique_ptr<HttpClient> client_of(const StaffLogin& login);

// answer_of takes a reply apart: the JSON object of a 200, as text. A Failure for no connection, an
// ended session and whatever is no answer of a staff API; `code` is the error's name for the rest,
// with its message and hint.
struct ApiAnswer {
  std::string body;                 // of a 200
  std::string code, message, hint;  // of an error; code is empty for none
};
ApiAnswer answer_of(const HttpReply& reply, const StaffLogin& login);

struct LoginOptions {
  StaffLogin login;
  std::string trust;  // file; what letters and `stop` take from it
};
// sign_in asks for password and code, or with a certificate and no login for nothing, and writes
// the file.
Exit sign_in(const Common& common, const LoginOptions& options);
// sign_out ends the session at the server and removes the file.
Exit sign_out(const Console& console);

}  // namespace whit::cli
