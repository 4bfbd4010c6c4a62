// SPDX-License-Identifier: Apache-2.0
#include "serve/json_body.h"

#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace whit {
namespace {

using Json = nlohmann::json;

// Reader takes the library's events and stops it (false) at the first thing that isn't ours, so
// that it never holds more than one level.
class Reader final : public nlohmann::json_sax<Json> {
 public:
  explicit Reader(JsonObject& out) : out_(out) {}
  const JsonFault& fault() const { return fault_; }
  bool closed() const { return closed_; }

  bool start_object(std::size_t) override {
    if (open_) return stop(JsonFault::Kind::nested);
    return open_ = true;
  }
  bool end_object() override { return closed_ = true; }
  bool start_array(std::size_t) override {
    return stop(open_ ? JsonFault::Kind::nested : JsonFault::Kind::not_object);
  }
  bool end_array() override { return stop(JsonFault::Kind::nested); }

  bool key(string_t& name) override {
    if (out_.size() >= kMaxJsonMembers) return stop(JsonFault::Kind::too_large);
    const auto [place, fresh] = out_.try_emplace(name);
    if (!fresh) return stop(JsonFault::Kind::duplicate);
    member_ = &place->second;
    return true;
  }
  bool string(string_t& text) override {
    if (!open_) return stop(JsonFault::Kind::not_object);
    member_->text = text;
    return true;
  }
  bool number_unsigned(number_unsigned_t number) override {
    if (!open_) return stop(JsonFault::Kind::not_object);
    member_->type = JsonValue::Type::number;
    member_->number = number;
    return true;
  }
  bool number_integer(number_integer_t) override { return other(); }
  bool number_float(number_float_t, const string_t&) override { return other(); }
  bool boolean(bool) override { return other(); }
  bool null() override { return other(); }
  bool binary(binary_t&) override { return other(); }

  // The library's own words may quote the body, so only the place is kept.
  bool parse_error(std::size_t at, const std::string&, const Json::exception&) override {
    fault_ = {JsonFault::Kind::syntax, at};
    return false;
  }

 private:
  bool stop(JsonFault::Kind kind) {
    fault_.kind = kind;
    return false;
  }
  bool other() { return stop(open_ ? JsonFault::Kind::type : JsonFault::Kind::not_object); }

  JsonObject& out_;
  JsonValue* member_ = nullptr;
  JsonFault fault_;
  bool open_ = false, closed_ = false;
};

std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

}  // namespace

JsonFault read_json_object(std::string_view body, JsonObject& out, std::size_t most) {
  out.clear();
  if (body.size() > most) return {JsonFault::Kind::too_large, 0};
  Reader reader(out);
  const bool read = Json::sax_parse(body.begin(), body.end(), &reader);
  if (read && reader.closed()) return {};
  if (reader.fault().kind != JsonFault::Kind::none) return reader.fault();
  return {JsonFault::Kind::not_object, 0};
}

std::string json_quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view one = text.substr(i, sequence_length(byte));
    i += one.size();
    if (byte == '"' || byte == '\\') {
      (out += '\\') += text[i - 1];
    } else if (byte < 0x20 || byte == 0x7f) {
      ((out += "\\u00") += kHex[byte >> 4]) += kHex[byte & 15];
    } else if (is_utf8(as_bytes(one))) {
      out += one;
    } else {
      out += '?';
      i -= one.size() - 1;
    }
  }
  return out += '"';
}

JsonOut& JsonOut::raw(std::string_view name, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  ((members_ += json_quoted(name)) += ':') += json;
  return *this;
}

JsonOut& JsonOut::text(std::string_view name, std::string_view value) {
  return raw(name, json_quoted(value));
}

JsonOut& JsonOut::number(std::string_view name, std::uint64_t value) {
  return raw(name, std::to_string(value));
}

JsonOut& JsonOut::yes_no(std::string_view name, bool value) {
  return raw(name, value ? "true" : "false");
}

}  // namespace whit
