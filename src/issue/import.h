// SPDX-License-Identifier: Apache-2.0
// Reading a register's file: CSV or JSON lines, one fact a line, named errors.
//
//   subject,fact,value,from,until
//   P-0042,work-permit-until,203512,2026-01-01,2035-12-31
//
// Dates are UTC days, both included; an empty one is no limit. `value` is one that the catalogue
// allows, or of `document` the document text. JSON lines are flat objects with the same names and
// string values. A byte order mark and CRLF are fine; any encoding but UTF-8 is refused by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "issue/issuing.h"
#include "issue/person.h"
#include "issue/seen.h"

namespace whit {

struct ImportFields;

enum class ImportFormat : std::uint8_t { csv, json_lines };

// ImportRow is one good line.
struct ImportRow {
  std::uint64_t line = 0;
  std::string subject;
  FactRow fact;
  std::string document;  // of the fact `document`, empty otherwise
};

// LineProblem is why a line was refused, said to the person who made the file.
struct LineProblem {
  std::uint64_t line = 0;
  std::string reason;  // lower case, no period
};

// ImportSink takes what an ImportReader finds, in the order of the file.
class ImportSink {
 public:
  virtual ~ImportSink() = default;
  virtual Status row(ImportRow row) = 0;  // an error ends the reading
  virtual void problem(LineProblem problem) = 0;
};

// ImportReader reads a file in pieces of any size. It remembers which line named which fact, to
// refuse a second one: 22 to 43 bytes a line, and half as much again while it makes room.
class ImportReader {
 public:
  ImportReader(const Issuing& issuing, ImportFormat format, ImportSink& sink);
  Status feed(Bytes piece);
  // finish reads a last line without an end.
  Status finish();
  std::uint64_t lines() const noexcept { return line_; }
  // cut tells, after finish, whether the last line had no end: the file may have been longer.
  bool cut() const noexcept { return cut_; }

 private:
  Status take_line(std::string_view line);
  void take_header(std::string_view line);
  Status take_content(std::string_view line);
  static std::string unknown_column(std::string_view name);
  std::string read_columns(std::string_view line, ImportFields& fields);
  std::string seen_before(const ImportFields& fields, Vct vct);
  void refuse(std::string reason);
  void give_up(std::string reason);

  const Issuing& issuing_;
  ImportFormat format_;
  ImportSink& sink_;
  std::string pending_;  // a line whose end hasn't come yet
  std::uint64_t line_ = 0;
  bool given_up_ = false;  // what is left can't be understood
  bool cut_ = false;
  std::vector<std::string> columns_;  // of a CSV file, from its first line
  Seen seen_;                         // (subject, vct) to line
};

}  // namespace whit
