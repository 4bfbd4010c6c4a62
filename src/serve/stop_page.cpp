// SPDX-License-Identifier: Apache-2.0
#include "serve/stop_page.h"

#include <algorithm>
#include <memory>

#include "serve/date_text.h"
#include "serve/page_form.h"
#include "serve/page_shell.h"
#include "serve/page_style.h"
#include "store/service.h"
#include "token/stop.h"

namespace whit {

std::span<const EmbeddedFile> stop_web_files() noexcept;  // web/stop, built in

namespace {

constexpr std::string_view kPath = "/stop";
constexpr const char* kStyle = "/stop/style.css";
constexpr Seconds kHour = 3600, kBlindBegins = 43200;

struct StopParts {
  IssuerService& service;
  StopLook look;
  std::function<UnixTime()> now;
  Languages languages{stop_web_files()};
};

HttpResponse show(const StopParts& parts, const Texts& say, std::string_view title, Html main,
                  int status) {
  const std::string here = std::string(kPath) + "?";
  return render({say, parts.languages, parts.look.office, kStyle, here, std::string(title), Html(),
                 std::move(main)},
                status);
}

HttpResponse form_page(const StopParts& parts, const Texts& say, std::string_view typed, int status,
                       const Html& above) {
  Html main;
  main
      << above << "<p>"_m << say("what") << "</p>\n<form method=\"post\" action=\""_m << kPath
      << "\">\n<input type=\"hidden\" name=\"lang\" value=\""_m << say.code()
      << "\">\n<label for=\"code\">"_m << say("label")
      << "</label>\n<input id=\"code\" name=\"code\" required maxlength=\"80\" autocomplete=\"off\""
         " autocapitalize=\"characters\" spellcheck=\"false\" aria-describedby=\"code-hint\""
         " value=\""_m
      << typed << "\">\n<p class=\"hint\" id=\"code-hint\">"_m << say("hint") << "</p>\n<p>"_m
      << say("sure") << "</p>\n<button type=\"submit\">"_m << say("button")
      << "</button>\n</form>\n"_m;
  return show(parts, say, say("title"), std::move(main), status);
}

bool gives_blind(const Issuing& issuing) {
  constexpr auto kBlind = static_cast<std::uint8_t>(Kind::blind);
  return std::any_of(issuing.catalogue.begin(), issuing.catalogue.end(),
                     [](const CatalogueFact& fact) { return (fact.kinds & kBlind) != 0; });
}

// A blind key of expiry day E signs from noon of day E - 2 on, so this is when the last one dies.
UnixTime last_blind_end(UnixTime now) { return midnight(day_of(now - kBlindBegins) + 2); }

HttpResponse stopped_page(const StopParts& parts, const Texts& say, UnixTime now) {
  const Seconds oldest = parts.look.oldest_data ? parts.look.oldest_data() : 0;
  const std::string hours = std::to_string((oldest + kHour - 1) / kHour);
  Html main;
  main << note(say("done.when", {{"time", minute_text(now)}})) << "<p>"_m
       << (oldest != 0 ? say("done.checkers", {{"hours", hours}})
                       : std::string(say("done.checkers-online")))
       << "</p>\n"_m;
  if (gives_blind(*parts.service.issuing())) {
    main << "<p>"_m << say("done.blind", {{"time", minute_text(last_blind_end(now))}})
         << "</p>\n"_m;
  }
  main << "<p>"_m << say("done.next") << "</p>\n"_m;
  return show(parts, say, say("done.title"), std::move(main), 200);
}

std::string_view wrong_key(Errc code) {
  if (code == Errc::wrong_length) return "wrong.length";
  return code == Errc::bad_character ? "wrong.character" : "wrong.symbols";
}

HttpResponse get_page(const StopParts& parts, const HttpRequest& request) {
  const Form query = Form::parse(request.query);
  return form_page(parts, parts.languages.choose(query["lang"], request.languages), {}, 200, {});
}

HttpResponse stop(const StopParts& parts, const HttpRequest& request) {
  const UnixTime now = parts.now();
  const Form form = Form::parse(as_text(request.body));
  const Texts& say = parts.languages.choose(form["lang"], request.languages);
  if (!form.good()) return form_page(parts, say, {}, 400, alert(say("wrong.form")));
  const std::string_view typed = form["code"];
  const auto code = parse_stop_text(typed);
  if (!code) return form_page(parts, say, typed, 400, alert(say(wrong_key(code.error().code))));
  const std::string iss = parts.service.issuing()->iss;
  const auto stopped = parts.service.stop(encode(StopRequest{iss, *code}), now);
  if (stopped) return stopped_page(parts, say, now);
  if (stopped.error().code == Errc::not_found) {
    return form_page(parts, say, typed, 404, alert(say("wrong.unknown")));
  }
  return form_page(parts, say, typed, 503, alert(say("wrong.store")));
}

}  // namespace

std::vector<HttpRoute> public_pages(IssuerService& service, StopLook look,
                                    std::function<UnixTime()> now) {
  const auto parts =
      std::make_shared<const StopParts>(StopParts{service, std::move(look), std::move(now)});
  return {
      {HttpMethod::get, std::string(kPath), HttpMatch::exact,
       [parts](const HttpRequest& request) { return get_page(*parts, request); }},
      {HttpMethod::post, std::string(kPath), HttpMatch::exact,
       [parts](const HttpRequest& request) { return stop(*parts, request); }, HttpBody::form},
      style_route(kStyle),
  };
}

}  // namespace whit
