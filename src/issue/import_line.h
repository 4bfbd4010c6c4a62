// SPDX-License-Identifier: Apache-2.0
// One line of a register's file taken apart. Every function gives an empty string, or the reason
// why it can't: a sentence for the person who made the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "issue/issuing.h"
#include "issue/person.h"

namespace whit {

// ImportFields are the five columns as texts.
struct ImportFields {
  std::string subject, fact, value, from, until;

  // find is a null pointer for a name that isn't a column's.
  std::string* find(std::string_view column) noexcept;
};

// split_csv takes one line of RFC 4180 apart; a field can't reach over its line's end.
std::string split_csv(std::string_view line, std::vector<std::string>& fields);

// read_json reads one flat object with string values.
std::string read_json(std::string_view line, ImportFields& fields);

// read_date reads YYYY-MM-DD, a day that exists, 1970 to 9999.
bool read_date(std::string_view text, Day& day) noexcept;

// encoding_of names what `line`, which isn't UTF-8, most likely is.
std::string encoding_of(std::string_view line);

// closest is the name among `names` that `text` was most likely meant to be, or empty.
std::string closest(std::string_view text, const std::vector<std::string>& names);

// read_fact reads everything of a line but whose it is. `document` is the text of that fact.
std::string read_fact(const Issuing& issuing, const ImportFields& fields, FactRow& fact,
                      std::string& document);

}  // namespace whit
