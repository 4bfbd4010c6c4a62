// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/live.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/qr/qr.h"
#include "whit/qr_text.h"

namespace whit::cli {
namespace {

constexpr std::string_view kClear = "\x1b[2J\x1b[H";

void put(const std::string& text) {
  write_output("-", as_bytes(text));
  flush_output();
}

QrMatrix code_of(const wallet::Set& set, const wallet::Question& question, UnixTime now) {
  const auto presentation = wallet::sign(set, question, now);
  if (!presentation.ok()) throw Failure("the day of this code is over", "show again");
  auto qr = make_qr(encode_text(Carrier::presentation, *presentation));
  if (!qr.ok()) throw Failure("this is too long for a code");
  return std::move(*qr);
}

// enter_within waits until Enter, the end of input, or the end of `seconds`; the last is false.
bool enter_within(Seconds seconds) {
  pollfd wait{STDIN_FILENO, POLLIN, 0};
  if (poll(&wait, 1, static_cast<int>(seconds * 1000)) <= 0) return false;
  std::array<char, 256> line{};
  return read(STDIN_FILENO, line.data(), line.size()) >= 0;
}

std::string drawn(const QrMatrix& qr, const Terminal& terminal, const std::string& caption) {
  return qr_text(qr, terminal.style) + printable(caption) + "\n";
}

void check_fits(const QrMatrix& qr, const Terminal& terminal) {
  if (terminal.fits(qr)) return;
  throw Failure("this terminal is too small for the code: it takes " +
                    std::to_string(qr_columns(qr, terminal.style)) + " columns and " +
                    std::to_string(qr_rows(qr, terminal.style)) + " rows",
                "make it larger, or --png FILE; the code counts as shown");
}

}  // namespace

void show_on_terminal(const wallet::Account& account, const wallet::Set& set,
                      const wallet::Question& question, const std::string& caption, Redraw redraw,
                      UnixTime clock) {
  const Terminal terminal = terminal_for(STDOUT_FILENO);
  QrMatrix qr = code_of(set, question, account.corrected(clock));
  check_fits(qr, terminal);
  if (redraw == Redraw::never) {
    put(drawn(qr, terminal, caption));
    return;
  }
  const UnixTime end = clock + kScreenSeconds;
  for (UnixTime now = clock; now < end; now = system_now()) {
    const UnixTime corrected = account.corrected(now);
    qr = code_of(set, question, corrected);
    put(std::string(kClear) + drawn(qr, terminal, caption) + "Enter ends; made anew every 15 s\n");
    const Seconds rest = kIatStep - corrected % kIatStep;
    if (enter_within(std::min<Seconds>(rest, end - now))) break;
  }
  put(std::string(kClear));
}

}  // namespace whit::cli
