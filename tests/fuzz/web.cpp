// SPDX-License-Identifier: Apache-2.0
// Bodies, forms and texts of the staff API and the pages: what is taken is what was meant, and no
// text ever becomes markup.
#include <algorithm>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "serve/json_body.h"
#include "serve/page_form.h"
#include "serve/page_html.h"
#include "serve/page_text.h"

namespace whit::fuzz {
namespace {

bool same(const JsonObject& a, const JsonObject& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.type == y.second.type && x.second.text == y.second.text &&
           x.second.number == y.second.number;
  });
}

void read_json(std::string_view in) {
  JsonObject object, again;
  if (read_json_object(in, object).kind != JsonFault::Kind::none) return;
  JsonOut out;
  for (const auto& [name, value] : object) {
    must(is_utf8(as_bytes(name)) && is_utf8(as_bytes(value.text)));
    if (value.type == JsonValue::Type::number) {
      out.number(name, value.number);
    } else {
      out.text(name, value.text);
    }
  }
  must(read_json_object(out.done(), again, std::size_t{1} << 20).kind == JsonFault::Kind::none);
  must(same(object, again));
}

// Whatever is quoted is one JSON string again.
void quote(std::string_view in) {
  JsonObject object;
  const std::string json = JsonOut().text("a", in).done();
  must(read_json_object(json, object, json.size()).kind == JsonFault::Kind::none);
  must(object.size() == 1 && is_utf8(as_bytes(object["a"].text)));
  if (is_utf8(as_bytes(in))) must(object["a"].text == in);
}

void write_html(std::string_view in) {
  const std::string text = escape(in);
  must(is_utf8(as_bytes(text)));
  must(text.find_first_of("<>\"'") == std::string::npos);
  for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
    const std::string_view rest = std::string_view(text).substr(at);
    bool known = false;
    for (const char* entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
      known = known || rest.starts_with(entity);
    }
    must(known);
  }
}

void read_form(std::string_view in) {
  const Form form = Form::parse(in);
  must(is_utf8(as_bytes(form["a"])));
  const bool plain = is_utf8(as_bytes(in)) && in.find('\0') == std::string_view::npos;
  const Form again = Form::parse("a=" + url_encoded(in));
  if (in.size() * 3 < kMaxForm) must(again.good() == plain);
  if (again.good()) must(again["a"] == in);
}

}  // namespace

void run(Bytes input) {
  static const EmbeddedFile kFiles[] = {{"en.json", "{}"}, {"ru.json", "{}"}};
  static const Languages kLanguages{kFiles};
  const std::string_view in = as_text(input);
  read_json(in);
  quote(in);
  write_html(in);
  read_form(in);
  must(kLanguages.choose(in, in).code().size() == 2);
}

}  // namespace whit::fuzz
