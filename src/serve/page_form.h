// SPDX-License-Identifier: Apache-2.0
// Fields of a form or a query, as browsers send them (application/x-www-form-urlencoded).
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace whit {

inline constexpr std::size_t kMaxForm = 16384;     // bytes
inline constexpr std::size_t kMaxFormFields = 32;  // of a form

// Form holds the fields by name.
class Form {
 public:
  // parse takes `text` apart. A field that stands twice, bytes that aren't UTF-8, a NUL and what
  // goes beyond the limits make the form void: it has no field at all, and `good` is false.
  static Form parse(std::string_view text);

  // The value of a field, empty where there is none.
  std::string_view operator[](std::string_view name) const;
  bool good() const noexcept { return good_; }

 private:
  bool take(std::string_view pair);
  std::map<std::string, std::string, std::less<>> fields_;
  bool good_ = false;
};

// url_encoded is `text` as the value of a query's field.
std::string url_encoded(std::string_view text);

}  // namespace whit
