// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/assembler.h"

#include <algorithm>

#include "base/cbor_reader.h"
#include "token/scanned.h"
#include "whit/qr_text.h"

namespace whit::cli::gate {
namespace {

constexpr std::size_t kShortest = kPrefixSize;  // of what may have come from a scanner
constexpr char kEscape = 0x1b;
constexpr const char* kDisagree =
    "the scanner and the keyboard layout disagree; set the scanner to serial (COM) mode";

bool ends_code(char c) { return c == '\r' || c == '\n' || c == '\t'; }

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_tail(c); }));
}

// first_character is the bytes of it; what follows may repeat it, as a key that is held does.
std::string_view first_character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && is_tail(text[size])) ++size;
  return text.substr(0, size);
}

bool repeats(std::string_view text, std::string_view one) {
  while (text.substr(0, one.size()) == one) text.remove_prefix(one.size());
  return text.empty();
}

std::string note_on(const Scanned& scanned) {
  if (scanned.disagrees) return kDisagree;
  if (scanned.layout != Layout::as_typed) {
    return "your keyboard is set to " + std::string(layout_name(scanned.layout)) +
           "; read correctly anyway";
  }
  return scanned.caps == CapsLock::off ? "" : "Caps Lock is on; read correctly anyway";
}

}  // namespace

std::optional<char> key_of(std::string_view typed) {
  if (typed.empty()) return std::nullopt;
  const std::string_view one = first_character(typed);
  if (!repeats(typed, one)) return std::nullopt;
  if (one.size() == 1) {
    const char c = one[0];
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  if (one.size() != 2) return std::nullopt;
  const unsigned lead = static_cast<unsigned char>(one[0]) & 0x1fU;
  const unsigned tail = static_cast<unsigned char>(one[1]) & 0x3fU;
  const char key = key_at(static_cast<char16_t>(lead << 6 | tail));
  return key == 0 ? std::nullopt : std::optional(key);
}

bool is_whole(std::string_view text) {
  const auto carrier = recognise(text);
  if (!carrier) return false;
  const auto cbor = decode_text(*carrier, text);
  return cbor && cbor::check_item(*cbor).ok();
}

void Assembler::add(std::string_view bytes, Clock::time_point now, Sink& sink) {
  for (const char c : bytes) {
    if (ends_code(c)) {
      end(End::suffix, sink);
      continue;
    }
    last_ = now;
    paused_ = false;
    too_much_ = too_much_ || typed_.size() == kTypedMost;
    if (!too_much_) typed_.push_back(c);
  }
}

std::optional<Clock::time_point> Assembler::due() const {
  if (typed_.empty()) return std::nullopt;
  return last_ + (paused_ ? kRest : kPause);
}

void Assembler::tick(Clock::time_point now, Sink& sink) {
  if (typed_.empty() || now < *due()) return;
  if (!paused_) return end(End::pause, sink);
  if (!press(sink)) hand_on(sink);
}

void Assembler::finish(Sink& sink) {
  if (!typed_.empty()) end(End::last, sink);
}

void Assembler::end(End how, Sink& sink) {
  if (typed_.empty()) return;
  if (too_much_) return hand_on(sink);
  if (!is_whole(repair_scan(typed_).text) && may_begin(typed_)) {
    if (how == End::last) return hand_on(sink);
    paused_ = true;
    return;
  }
  if (how == End::pause && press(sink)) return;
  hand_on(sink);
}

// press takes what a person typed, who has no suffix.
bool Assembler::press(Sink& sink) {
  if (keys_ == Keys::none) return false;
  const std::optional<char> key = key_of(typed_);
  const bool by_hand = key || typed_[0] == kEscape || characters(typed_) < kShortest;
  if (!by_hand) return false;
  typed_.clear();
  paused_ = false;
  if (key) sink.pressed(*key);
  return true;
}

void Assembler::hand_on(Sink& sink) {
  const Scanned scanned = too_much_ ? Scanned{} : repair_scan(typed_);
  Scan scan;
  scan.text = scanned.text;
  scan.note = note_on(scanned);
  scan.unreadable = scanned.disagrees;
  scan.end = last_;
  std::fill(typed_.begin(), typed_.end(), '\0');
  typed_.clear();
  too_much_ = paused_ = false;
  sink.scanned(scan);
}

}  // namespace whit::cli::gate
