// SPDX-License-Identifier: Apache-2.0
#include "serve/page_shell.h"

namespace whit {
namespace {

Html head(const Shell& shell) {
  Html out;
  out << "<!doctype html>\n<html lang=\""_m << shell.say.code()
      << "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"same-origin\">\n<title>"_m
      << shell.title << " - "_m << shell.office << "</title>\n<link rel=\"stylesheet\" href=\""_m
      << shell.style << "\">\n</head>\n"_m;
  return out;
}

Html language_links(const Shell& shell) {
  Html out;
  out << "<ul class=\"languages\" aria-label=\""_m << shell.say("languages") << "\">\n"_m;
  for (const Texts& other : shell.languages.all()) {
    out << "<li><a lang=\""_m << other.code() << "\" hreflang=\""_m << other.code()
        << "\" href=\""_m << shell.here << "lang="_m << other.code() << "\""_m;
    if (other.code() == shell.say.code()) out << " aria-current=\"true\""_m;
    out << ">"_m << other("language") << "</a></li>\n"_m;
  }
  out << "</ul>\n"_m;
  return out;
}

}  // namespace

HttpResponse render(const Shell& shell, int status) {
  Html out;
  out << head(shell) << "<body>\n<a class=\"skip\" href=\"#main\">"_m << shell.say("skip")
      << "</a>\n<header>\n<p class=\"office\">"_m << shell.office << "</p>\n"_m << shell.round
      << language_links(shell) << "</header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>"_m
      << shell.title << "</h1>\n"_m << shell.main << "</main>\n</body>\n</html>\n"_m;
  HttpResponse reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.policy = kPagePolicy;
  reply.body = out.text();
  return reply;
}

Html alert(std::string_view text) {
  Html out;
  out << "<p class=\"alert\" role=\"alert\"><span aria-hidden=\"true\">&#9888;</span> "_m << text
      << "</p>\n"_m;
  return out;
}

Html note(std::string_view text) {
  Html out;
  out << "<p class=\"note\" role=\"status\"><span aria-hidden=\"true\">&#10003;</span> "_m << text
      << "</p>\n"_m;
  return out;
}

}  // namespace whit
