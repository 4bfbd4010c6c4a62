// SPDX-License-Identifier: Apache-2.0
// JSON at the edge of the service: flat objects coming in, read strictly, and texts going out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace whit {

// JsonValue is a text or a whole number; there is nothing else in a body of ours.
struct JsonValue {
  enum class Type : std::uint8_t { text, number } type = Type::text;
  std::string text;
  std::uint64_t number = 0;
};
using JsonObject = std::map<std::string, JsonValue, std::less<>>;

// JsonFault is why a body was refused. It holds nothing of the body.
struct JsonFault {
  enum class Kind : std::uint8_t {
    none = 0,
    syntax,  // not JSON, from byte `at` on
    nested,  // an object or array inside the object
    not_object,
    duplicate,  // a member stands twice
    type,       // a member is neither text nor a whole number from 0 on
    too_large,
  } kind = Kind::none;
  std::size_t at = 0;
};

inline constexpr std::size_t kMaxJsonBody = 65536;    // bytes
inline constexpr std::size_t kMaxJsonMembers = 1000;  // enough for a file of translations

// read_json_object reads one object without nesting into `out`. Nothing deeper than one level is
// ever followed, whatever the input.
JsonFault read_json_object(std::string_view body, JsonObject& out, std::size_t most = kMaxJsonBody);

// json_quoted is `text` as a JSON string, in UTF-8; a byte that isn't UTF-8 becomes '?'.
std::string json_quoted(std::string_view text);

// JsonOut writes one object, member by member.
class JsonOut {
 public:
  JsonOut& text(std::string_view name, std::string_view value);
  JsonOut& number(std::string_view name, std::uint64_t value);
  JsonOut& yes_no(std::string_view name, bool value);
  JsonOut& raw(std::string_view name, std::string_view json);  // what is JSON already
  std::string done() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

// json_array writes what `each` makes of every element.
template <class List, class Each>
std::string json_array(const List& list, const Each& each) {
  std::string out;
  for (const auto& element : list) {
    if (!out.empty()) out += ',';
    out += each(element);
  }
  return "[" + out + "]";
}

}  // namespace whit
