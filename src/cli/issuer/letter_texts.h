// SPDX-License-Identifier: Apache-2.0
// The texts of letters in each language: web/letter/*.json, built into the program.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/embedded.h"
#include "whit/time.h"

namespace whit::cli {

// LetterTexts is one file of web/letter. {office}, {date} and {page} in a text stand for what is
// filled in.
struct LetterTexts {
  std::string lang;  // "en"
  std::string date, title, reference, intro, until, address, steps, words, cut, stop, stop_why;
  std::string specimen, picture;
  std::array<std::string, 3> step;
  std::array<std::string, 12> months;
};

// letter_languages are the languages that there are, ascending.
std::vector<std::string> letter_languages();

// letter_texts are those of `lang`; a Failure that names the others where there are none.
LetterTexts letter_texts(std::string_view lang);

// parse_letter_texts reads one file; a Failure that names what is missing, unknown or no text.
LetterTexts parse_letter_texts(std::string_view lang, std::string_view json);

// filled is `text` with each {name} replaced by its value; one that isn't given stays.
using Filling = std::vector<std::pair<std::string_view, std::string>>;
std::string filled(std::string_view text, const Filling& values);

// date_text is `time`'s UTC day in words, as `texts` writes it.
std::string date_text(const LetterTexts& texts, UnixTime time);

}  // namespace whit::cli
