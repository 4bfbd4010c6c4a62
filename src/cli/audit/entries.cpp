// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/entries.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/hex.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

std::uint32_t big_endian(Bytes bytes) {
  std::uint32_t out = 0;
  for (const std::uint8_t byte : bytes) out = out << 8 | byte;
  return out;
}

bool all_zero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

bool is_kind(std::uint8_t kind) { return kind <= 3 || kind == 7; }

bool is_day(Day day) { return day >= kMinDay && day <= kMaxDay; }

char lower(char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::optional<Entry> parse_entry(Bytes bytes) {
  if (bytes.size() != kEntrySize || !is_kind(bytes[0]) || bytes[1] != 1) return std::nullopt;
  Entry out;
  out.kind = static_cast<EntryKind>(bytes[0]);
  out.vct = static_cast<Vct>(big_endian(bytes.subspan(2, 2)));
  out.kid = KeyId::from(bytes.subspan(4, 4));
  out.day = big_endian(bytes.subspan(8, 4));
  out.commitment = Hash::from(bytes.subspan(12));
  if (out.kind == EntryKind::null)
    return all_zero(bytes.subspan(2)) ? std::optional(out) : std::nullopt;
  const bool no_fact = all_zero(bytes.subspan(2, 6));
  const bool fits = out.kind == EntryKind::header ? no_fact : out.vct >= kMinVct;
  return fits && is_day(out.day) ? std::optional(out) : std::nullopt;
}

std::string name(EntryKind kind) {
  switch (kind) {
    case EntryKind::null:
      return "null";
    case EntryKind::revocable:
      return "revocable";
    case EntryKind::blind:
      return "blind";
    case EntryKind::header:
      return "header";
    case EntryKind::paper:
      return "paper";
  }
  return "";
}

EntryFile::EntryFile(const std::string& path)
    : name_(path == "-" ? "standard input" : printable(path)),
      file_(path == "-" ? stdin : std::fopen(path.c_str(), "re")) {
  if (file_ == nullptr) {
    throw Failure(name_ + ": " + (errno == ENOENT ? "no such file" : std::strerror(errno)),
                  "give a file, or - for standard input");
  }
  // No entry starts with a digit: its first byte is its kind.
  const int first = std::getc(file_);
  hex_ = first == '0';
  if (first != EOF) std::ungetc(first, file_);
}

EntryFile::~EntryFile() {
  if (file_ != stdin) std::fclose(file_);
}

void EntryFile::refuse(const char* why) const {
  throw Failure(name_ + ": entry " + std::to_string(count_) + " " + why, "", Exit::no);
}

bool EntryFile::read_raw(EntryBytes& out) {
  const std::size_t got = std::fread(out.data(), 1, out.size(), file_);
  if (std::ferror(file_) != 0) throw Failure("cannot read " + name_);
  if (got != 0 && got != out.size()) refuse("is cut short");
  return got != 0;
}

bool EntryFile::read_hex(EntryBytes& out) {
  char line[2 * kEntrySize + 3];
  if (std::fgets(line, sizeof line, file_) == nullptr) return false;
  std::string digits(line);
  while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r')) digits.pop_back();
  std::transform(digits.begin(), digits.end(), digits.begin(), lower);
  const auto bytes = hex::decode(digits);
  if (!bytes || bytes->size() != out.size()) refuse("is not 88 hexadecimal digits");
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}

std::optional<Entry> EntryFile::next() {
  EntryBytes bytes{};
  if (!(hex_ ? read_hex(bytes) : read_raw(bytes))) return std::nullopt;
  const auto entry = parse_entry(bytes);
  if (!entry) refuse("is no entry of a whit log");
  ++count_;
  return entry;
}

}  // namespace whit::cli
