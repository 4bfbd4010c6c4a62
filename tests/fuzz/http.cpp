// SPDX-License-Identifier: Apache-2.0
// The head of an HTTP request: however it is cut into pieces, the same comes out, and what is
// taken keeps what the rest of the server builds on.
#include "fuzz/fuzz.h"
#include "serve/http_screen.h"

namespace whit::fuzz {
namespace {

const std::vector<HttpRoute>& routes() {
  static const std::vector<HttpRoute> all = {
      {HttpMethod::post, "/v1/enrol", HttpMatch::exact, {}},
      {HttpMethod::get, "/v1/bundle/segment/", HttpMatch::prefix, {}},
      {HttpMethod::get, "/", HttpMatch::exact, {}},
  };
  return all;
}

HttpHeadEnd by_pieces(std::string_view in, std::size_t piece) {
  HttpHeadEnd end;
  for (std::size_t size = 0; size < in.size() && end.state == HttpHeadEnd::State::more;) {
    size = std::min(size + piece, in.size());
    end = find_head_end(in.substr(0, size), end.at);
  }
  return end;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c >= 0 && c < ' ' && c != '\t'; });
}

}  // namespace

void run(Bytes input) {
  if (input.empty()) return;
  const std::string_view in = as_text(input.subspan(1));
  const HttpHeadEnd end = find_head_end(in, 0);
  must(by_pieces(in, input[0] % 32 + std::size_t{1}).state == end.state);
  if (end.state != HttpHeadEnd::State::complete) return;
  HttpHead head;
  if (parse_head(in.substr(0, end.at), head) != 0) return;
  must(!head.path.empty() && head.path.front() == '/' && !has_control(head.path));
  must(!has_control(head.content_type) && !has_control(head.content_length));
  HttpHead again;  // the library is told one head, and nothing that stands for something else
  must(find_head_end(head.told, 0).at == head.told.size());
  const std::size_t line = head.told.find("\r\n") + 2;
  const std::string named = head.told.substr(0, line) + "Host: x\r\n" + head.told.substr(line);
  must(parse_head(named, again) == 0);
  must(again.told == head.told && again.path == head.path && again.method == head.method);
  const HttpScreened screened = screen(head, routes(), 1000);
  must((screened.route == nullptr) == (screened.status != 200));
  must(screened.length <= 1000);
  if (screened.route != nullptr) must(!head.transfer_encoded && head.content_lengths <= 1);
}

}  // namespace whit::fuzz
