// SPDX-License-Identifier: Apache-2.0
// The letter that invites one person, for an A4 printer: as HTML, and as an SVG of one page.
//
// It holds the invitation's code, the six words of the root, the address, the last day, the stop
// code, and never the PIN. It loads nothing, runs nothing, needs no colour, and says the same in
// every browser that draws SVG inside a page (2011 and later). Whatever the office is called, its
// name is text and no mark-up.
#pragma once

#include <string>
#include <string_view>

#include "cli/issuer/letter_texts.h"
#include "whit/time.h"

namespace whit::cli {

// LetterOffice is what all letters of one issuer share.
struct LetterOffice {
  std::string name, url, words;
  bool specimen = false;
};

// Letter is what is one person's own.
struct Letter {
  std::string reference;
  std::string invitation;  // the text of the code, WI1:...
  std::string stop;        // as stop_text writes it
  UnixTime expires = 0;
};

// letter_html is a page by itself; letter_svg too, 210 mm by 297 mm. A Failure where the code can't
// be drawn.
std::string letter_html(const LetterTexts& texts, const LetterOffice& office, const Letter& letter);
std::string letter_svg(const LetterTexts& texts, const LetterOffice& office, const Letter& letter);

// sheet_head begins a page of many letters and letter_body adds one. Such a page needs no end: it
// is whole after each letter.
std::string sheet_head(const LetterTexts& texts, const LetterOffice& office);
std::string letter_body(const LetterTexts& texts, const LetterOffice& office, const Letter& letter);

// escaped is `text` as it stands between tags and in quoted attributes of HTML and XML. Control
// characters and those that turn the direction of writing become '?'.
std::string escaped(std::string_view text);

// stop_page is where a stop code is typed in.
std::string stop_page(const LetterOffice& office);

// last_day is the last day that all of it an invitation is good until `expires`.
constexpr UnixTime last_day(UnixTime expires) noexcept { return expires - kSecondsPerDay; }

}  // namespace whit::cli
