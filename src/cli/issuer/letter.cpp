// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/letter.h"

#include <algorithm>

#include "base/markup.h"
#include "cli/common/message.h"
#include "cli/qr/qr.h"

namespace whit::cli {
namespace {

// Lengths in mm and pt, tables instead of newer layouts, no colour but grey lines.
constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 14mm 18mm; }
body { margin: 0; background: #fff; color: #000; font: 11pt/1.36 "DejaVu Sans", "Noto Sans", Arial, sans-serif; }
.letter { width: 174mm; margin: 0 auto; page-break-after: always; page-break-inside: avoid; }
.letter:last-child { page-break-after: auto; }
h1 { font-size: 21pt; line-height: 1.15; margin: 7mm 0 3mm; }
h2 { font-size: 12.5pt; margin: 0 0 1.5mm; }
p { margin: 0 0 3mm; }
table { border-collapse: collapse; width: 100%; }
td { padding: 0; vertical-align: top; }
.office { font-weight: bold; }
.own { text-align: right; white-space: nowrap; padding-left: 6mm; }
.head { border-bottom: 0.4mm solid #000; }
.head td { padding-bottom: 2mm; }
.code { width: 62mm; }
.code svg { display: block; width: 58mm; height: 58mm; margin: -4mm 0 0 -4mm; }
ol { margin: 0; padding-left: 6mm; }
li { margin: 0 0 2mm; }
.until { font-weight: bold; margin-top: 3mm; }
.box { border: 0.4mm solid #000; padding: 2.5mm 4mm; margin: 0 0 3mm; page-break-inside: avoid; }
.words, .stop-code, .address { font-family: "DejaVu Sans Mono", "Noto Sans Mono", Consolas, monospace; }
.words td { width: 33%; padding: 0.7mm 0; font-size: 13.5pt; font-weight: bold; }
.words small { font-weight: normal; }
.address { font-size: 11.5pt; font-weight: bold; word-wrap: break-word; margin: 0; }
.cut { border-top: 0.3mm dashed #000; margin: 5mm 0 3mm; padding-top: 1.5mm; font-size: 9.5pt; }
.stop-code { font-size: 14.5pt; font-weight: bold; white-space: nowrap; margin: 0 0 2mm; }
.specimen { border: 1mm solid #000; padding: 2mm 4mm; margin: 4mm 0 0; font-size: 14pt; font-weight: bold; text-align: center; }
@media screen { .letter { padding: 12mm 0; } }
)";

std::string tag(std::string_view name, std::string_view kind, std::string_view text) {
  std::string out = "<" + std::string(name);
  if (!kind.empty()) out += " class=\"" + std::string(kind) + "\"";
  return out + ">" + escaped(text) + "</" + std::string(name) + ">\n";
}

std::string picture(const LetterTexts& texts, const std::string& code) {
  const auto qr = make_qr(code);
  if (!qr) throw Failure("the code can't be drawn");
  return qr_svg(*qr, texts.picture);
}

// Two rows of three, numbered, because they are read aloud.
std::string words_table(std::string_view words) {
  std::string out = "<table class=\"words\">\n";
  for (int i = 1; !words.empty(); ++i) {
    const std::size_t space = std::min(words.find(' '), words.size());
    if (i % 3 == 1) out += "<tr>";
    out +=
        "<td><small>" + std::to_string(i) + "</small> " + escaped(words.substr(0, space)) + "</td>";
    if (i % 3 == 0) out += "</tr>\n";
    words.remove_prefix(std::min(space + 1, words.size()));
  }
  return out + "</table>\n";
}

std::string header(const LetterTexts& texts, const LetterOffice& office, const Letter& letter) {
  std::string out = "<table class=\"head\"><tr><td class=\"office\">" + escaped(office.name) +
                    "</td><td class=\"own\">" + escaped(texts.reference) + " <b>" +
                    escaped(letter.reference) + "</b></td></tr></table>\n";
  if (office.specimen) out += tag("p", "specimen", texts.specimen);
  out += tag("h1", "", texts.title);
  return out + tag("p", "", filled(texts.intro, {{"office", office.name}}));
}

std::string instructions(const LetterTexts& texts, const Letter& letter) {
  std::string out = "<table><tr><td class=\"code\">\n" + picture(texts, letter.invitation) +
                    "</td><td>\n" + tag("h2", "", texts.steps) + "<ol>\n";
  for (const std::string& step : texts.step) out += tag("li", "", step);
  out += "</ol>\n</td></tr></table>\n";
  const std::string date = date_text(texts, last_day(letter.expires));
  return out + tag("p", "until", filled(texts.until, {{"date", date}}));
}

std::string head(const LetterTexts& texts, std::string_view title) {
  return "<!DOCTYPE html>\n<html lang=\"" + escaped(texts.lang) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
         "style-src 'unsafe-inline'\">\n" +
         tag("title", "", title) + "<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n";
}

// turns_writing tells whether `at` begins a character that changes the direction of what follows:
// U+202A to U+202E, U+2066 to U+2069.
bool turns_writing(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  if (three.size() < 3 || three[0] != '\xe2') return false;
  return (three[1] == '\x80' && three[2] >= '\xaa' && three[2] <= '\xae') ||
         (three[1] == '\x81' && three[2] >= '\xa6' && three[2] <= '\xa9');
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string clean = printable(text);
  for (std::size_t i = 0; i < clean.size(); ++i) {
    if (turns_writing(clean, i)) clean.replace(i, 3, "?");
  }
  return escape(clean);
}

std::string stop_page(const LetterOffice& office) {
  std::string url = office.url;
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url + "/stop";
}

std::string letter_body(const LetterTexts& texts, const LetterOffice& office,
                        const Letter& letter) {
  std::string out =
      "<div class=\"letter\">\n" + header(texts, office, letter) + instructions(texts, letter);
  out +=
      "<div class=\"box\">\n" + tag("h2", "", texts.words) + words_table(office.words) + "</div>\n";
  out += "<div class=\"box\">\n" + tag("h2", "", texts.address) + tag("p", "address", office.url) +
         "</div>\n";
  out += tag("div", "cut", texts.cut) + tag("h2", "", texts.stop + " " + letter.reference);
  return out + tag("p", "stop-code", letter.stop) +
         tag("p", "", filled(texts.stop_why, {{"page", stop_page(office)}})) + "</div>\n";
}

std::string letter_html(const LetterTexts& texts, const LetterOffice& office,
                        const Letter& letter) {
  return head(texts, texts.title + " " + letter.reference) + letter_body(texts, office, letter) +
         "</body>\n</html>\n";
}

std::string sheet_head(const LetterTexts& texts, const LetterOffice& office) {
  return head(texts, texts.title + ", " + office.name);
}

}  // namespace whit::cli
