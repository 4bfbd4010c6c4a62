// SPDX-License-Identifier: Apache-2.0
#include "issue/import.h"

#include <algorithm>

#include "base/utf8.h"
#include "issue/import_line.h"

namespace whit {
namespace {

constexpr std::size_t kMaxLine = 65536;  // bytes
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view without_line_end(std::string_view line) noexcept {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool starts_utf16(std::string_view text) noexcept {
  return text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
}

}  // namespace

ImportReader::ImportReader(const Issuing& issuing, ImportFormat format, ImportSink& sink)
    : issuing_(issuing), format_(format), sink_(sink) {}

Status ImportReader::feed(Bytes piece) {
  std::string_view text = as_text(piece);
  while (!text.empty() && !given_up_) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      // Of a line that is too long nothing more is kept than shows that it is.
      pending_ += text.substr(0, kMaxLine + 1 - std::min(pending_.size(), kMaxLine + 1));
      return {};
    }
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!pending_.empty()) {
      pending_ += line.substr(0, kMaxLine + 1);
      line = pending_;
    }
    WHIT_CHECK(take_line(line));
    pending_.clear();
  }
  return {};
}

Status ImportReader::finish() {
  cut_ = !pending_.empty();
  if (pending_.empty() || given_up_) return {};
  const std::string last = std::move(pending_);
  pending_.clear();
  return take_line(last);
}

Status ImportReader::take_line(std::string_view line) {
  ++line_;
  if (line_ == 1 && starts_utf16(line)) {
    give_up("the file is UTF-16: save it as UTF-8");
    return {};
  }
  if (line_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  line = without_line_end(line);
  if (line.empty()) return {};
  if (line.size() > kMaxLine) {
    refuse("the line is longer than 65,536 bytes");
  } else if (!is_utf8(as_bytes(line)) || line.find('\0') != std::string_view::npos) {
    refuse("not UTF-8 but " + encoding_of(line) + ": save the file as UTF-8");
  } else if (format_ == ImportFormat::csv && columns_.empty()) {
    take_header(line);
  } else {
    return take_content(line);
  }
  // Without a header no line can be understood.
  if (format_ == ImportFormat::csv && columns_.empty()) given_up_ = true;
  return {};
}

void ImportReader::take_header(std::string_view line) {
  std::vector<std::string> names;
  std::string reason = split_csv(line, names);
  if (!reason.empty()) return give_up(std::move(reason));
  ImportFields fields;
  std::vector<std::string*> seen;
  for (const std::string& name : names) {
    std::string* field = fields.find(name);
    if (field == nullptr) return give_up(unknown_column(name));
    for (const std::string* other : seen) {
      if (other == field) return give_up("column " + name + " stands twice");
    }
    seen.push_back(field);
  }
  columns_ = std::move(names);
  for (const std::string_view needed : {"subject", "fact"}) {
    if (std::find(columns_.begin(), columns_.end(), needed) == columns_.end()) {
      columns_.clear();
      return give_up("column " + std::string(needed) + " is missing");
    }
  }
}

std::string ImportReader::unknown_column(std::string_view name) {
  if (name.find(';') != std::string_view::npos || name.find('\t') != std::string_view::npos) {
    return "the columns are separated by semicolons or tabs: use commas";
  }
  return "unknown column \"" + std::string(name.substr(0, 40)) +
         "\": the first line must name subject,fact,value,from,until";
}

std::string ImportReader::read_columns(std::string_view line, ImportFields& fields) {
  std::vector<std::string> texts;
  std::string reason = split_csv(line, texts);
  if (!reason.empty()) return reason;
  if (texts.size() != columns_.size()) {
    return std::to_string(texts.size()) + " columns where the first line names " +
           std::to_string(columns_.size());
  }
  for (std::size_t i = 0; i < texts.size(); ++i) *fields.find(columns_[i]) = std::move(texts[i]);
  return {};
}

Status ImportReader::take_content(std::string_view line) {
  ImportFields fields;
  ImportRow row;
  row.line = line_;
  std::string reason =
      format_ == ImportFormat::csv ? read_columns(line, fields) : read_json(line, fields);
  if (reason.empty() && !is_subject(fields.subject)) {
    reason = "\"" + fields.subject.substr(0, 40) + "\" is not a subject reference";
  }
  if (reason.empty()) reason = read_fact(issuing_, fields, row.fact, row.document);
  if (reason.empty()) reason = seen_before(fields, row.fact.vct);
  if (!reason.empty()) {
    refuse(std::move(reason));
    return {};
  }
  row.subject = std::move(fields.subject);
  return sink_.row(std::move(row));
}

std::string ImportReader::seen_before(const ImportFields& fields, Vct vct) {
  constexpr std::uint64_t kMost = 0xffffffff;
  const auto line = static_cast<std::uint32_t>(std::min(line_, kMost));
  const std::uint32_t first = seen_.put(fields.subject, vct, line);
  if (first == 0) return {};
  return fields.subject + " already has " + fields.fact + " from line " + std::to_string(first);
}

void ImportReader::refuse(std::string reason) { sink_.problem({line_, std::move(reason)}); }

void ImportReader::give_up(std::string reason) {
  given_up_ = true;
  refuse(std::move(reason));
}

}  // namespace whit
