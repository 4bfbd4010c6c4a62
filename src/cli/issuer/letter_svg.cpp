// SPDX-License-Identifier: Apache-2.0
// SVG breaks no lines, so this does, by what a letter takes in a wide typeface.
#include <algorithm>

#include "cli/common/message.h"
#include "cli/issuer/letter.h"
#include "cli/qr/qr.h"

namespace whit::cli {
namespace {

constexpr double kLeft = 18, kRight = 192, kTop = 20;  // mm, as everything here
constexpr double kBody = 3.9, kSmall = 3.3;            // sizes of type
constexpr double kLeading = 1.4;                       // lines, by the size of type
constexpr double kWidest = 0.63;                       // a letter, by the size of type, on average
constexpr double kCode = 50;                           // side of the code, quiet zone and all

std::string mm(double value) {
  const auto hundredths = static_cast<long>(value * 100 + 0.5);
  const std::string digits = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + (digits.size() == 1 ? ".0" : ".") + digits;
}

std::size_t letters_of(std::string_view text) {
  std::size_t out = 0;
  for (const char c : text) out += (static_cast<unsigned char>(c) & 0xc0U) != 0x80 ? 1U : 0U;
  return out;
}

// bytes_of is how many bytes the first `letters` of `text` take.
std::size_t bytes_of(std::string_view text, std::size_t letters) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80 && letters-- == 0) break;
  }
  return at;
}

std::vector<std::string> lines_of(std::string_view text, double width, double size) {
  const auto most = static_cast<std::size_t>(width / (size * kWidest));
  std::vector<std::string> out(1);
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::size_t end = std::min(space, bytes_of(text, most));  // a longer word is broken
    const std::string word(text.substr(0, end));
    text.remove_prefix(end == space ? std::min(space + 1, text.size()) : end);
    if (!out.back().empty() && letters_of(out.back()) + 1 + letters_of(word) > most) {
      out.emplace_back();
    }
    out.back() += (out.back().empty() ? "" : " ") + word;
  }
  return out;
}

// Sheet is one page that fills from the top.
class Sheet {
 public:
  explicit Sheet(const LetterTexts& texts, const std::string& title) {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\" "
        "viewBox=\"0 0 210 297\" xml:lang=\"" +
        escaped(texts.lang) +
        "\" fill=\"#000\" font-family=\"DejaVu Sans, Noto Sans, Arial, sans-serif\">\n<title>" +
        escaped(title) +
        "</title>\n<style>@page{size:A4;margin:0}</style>\n<path fill=\"#fff\" d=\"M0 "
        "0h210v297H0z\"/>\n";
  }

  double y() const { return y_; }
  void go(double y) { y_ = std::max(y_, y); }
  void skip(double by) { y_ += by; }

  // line draws one line at the current height without moving on.
  void line(std::string_view text, double x, double size, std::string_view more = "") {
    out_ += "<text x=\"" + mm(x) + "\" y=\"" + mm(y_) + "\" font-size=\"" + mm(size) + "\"" +
            std::string(more) + ">" + escaped(text) + "</text>\n";
  }
  // paragraph breaks `text` and moves below it.
  void paragraph(std::string_view text, double x, double size, std::string_view more = "") {
    for (const std::string& part : lines_of(text, kRight - x, size)) {
      line(part, x, size, more);
      y_ += size * kLeading;
    }
  }
  void rule(std::string_view more = "") {
    out_ += "<path fill=\"none\" stroke=\"#000\" stroke-width=\"0.3\"" + std::string(more) +
            " d=\"M" + mm(kLeft) + " " + mm(y_) + "H" + mm(kRight) + "\"/>\n";
  }
  // code draws a QR code with its left upper corner here, without moving on.
  void code(const std::string& text, const std::string& title) {
    const auto qr = make_qr(text);
    if (!qr) throw Failure("the code can't be drawn");
    const std::string drawn = qr_svg(*qr, title);
    out_ += "<svg x=\"" + mm(kLeft - 4) + "\" y=\"" + mm(y_) + "\" width=\"" + mm(kCode) +
            "\" height=\"" + mm(kCode) + "\"" + drawn.substr(4);
  }
  std::string take() { return std::move(out_) + "</svg>\n"; }

 private:
  std::string out_;
  double y_ = kTop;
};

constexpr std::string_view kBold = " font-weight=\"bold\"";
constexpr std::string_view kEndBold = " font-weight=\"bold\" text-anchor=\"end\"";
constexpr std::string_view kMono =
    " font-weight=\"bold\" font-family=\"DejaVu Sans Mono, Noto Sans Mono, Consolas, monospace\"";

void header(Sheet& sheet, const LetterTexts& texts, const LetterOffice& office,
            const Letter& letter) {
  sheet.line(texts.reference + " " + letter.reference, kRight, kBody, kEndBold);
  sheet.skip(kBody * kLeading);
  sheet.paragraph(office.name, kLeft, kBody, kBold);
  sheet.skip(-kBody * 0.8);
  sheet.rule();
  sheet.skip(9);
  if (office.specimen) {
    sheet.paragraph(texts.specimen, kLeft, 5, kBold);
    sheet.skip(4);
  }
  sheet.skip(4);
  sheet.paragraph(texts.title, kLeft, 8, kBold);
  sheet.paragraph(filled(texts.intro, {{"office", office.name}}), kLeft, kBody);
}

void instructions(Sheet& sheet, const LetterTexts& texts, const Letter& letter) {
  const double top = sheet.y();
  sheet.code(letter.invitation, texts.picture);
  const double x = kLeft + kCode;
  sheet.skip(5);
  sheet.paragraph(texts.steps, x, 4.4, kBold);
  for (std::size_t i = 0; i < texts.step.size(); ++i) {
    sheet.line(std::to_string(i + 1) + ".", x, kBody);
    sheet.paragraph(texts.step[i], x + 6, kBody);
    sheet.skip(1.5);
  }
  sheet.go(top + kCode + 4);
  const std::string date = date_text(texts, last_day(letter.expires));
  sheet.paragraph(filled(texts.until, {{"date", date}}), kLeft, kBody, kBold);
  sheet.skip(3);
}

void six_words(Sheet& sheet, std::string_view words) {
  for (int i = 0; !words.empty(); ++i) {
    const std::size_t space = std::min(words.find(' '), words.size());
    const double x = kLeft + (i % 3) * 58;
    sheet.line(std::to_string(i + 1), x, kSmall);
    sheet.line(words.substr(0, space), x + 4, 4.8, kMono);
    if (i % 3 == 2) sheet.skip(7);
    words.remove_prefix(std::min(space + 1, words.size()));
  }
}

}  // namespace

std::string letter_svg(const LetterTexts& texts, const LetterOffice& office, const Letter& letter) {
  Sheet sheet(texts, texts.title + " " + letter.reference);
  header(sheet, texts, office, letter);
  instructions(sheet, texts, letter);
  sheet.paragraph(texts.words, kLeft, 4.4, kBold);
  sheet.skip(1);
  six_words(sheet, office.words);
  sheet.skip(3);
  sheet.paragraph(texts.address, kLeft, 4.4, kBold);
  sheet.paragraph(office.url, kLeft, kBody, kMono);
  sheet.skip(6);
  sheet.rule(" stroke-dasharray=\"2 1.5\"");
  sheet.skip(4.5);
  sheet.paragraph(texts.cut, kLeft, kSmall);
  sheet.skip(4);
  sheet.paragraph(texts.stop + " " + letter.reference, kLeft, 4.4, kBold);
  sheet.skip(1);
  sheet.paragraph(letter.stop, kLeft, 5, kMono);
  sheet.paragraph(filled(texts.stop_why, {{"page", stop_page(office)}}), kLeft, kBody);
  return sheet.take();
}

}  // namespace whit::cli
