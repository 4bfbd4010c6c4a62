// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/source.h"

#include <string_view>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/qr/read.h"

namespace whit::cli {
namespace {

constexpr std::size_t kLongestText = 64 * 1024;

// text_from is the text that `source` is or names.
std::string text_from(const std::string& source) {
  if (looks_like_ours(trimmed(source))) return source;
  const std::vector<std::uint8_t> file = read_file(source);
  const std::string name = source == "-" ? "standard input" : printable(source);
  if (is_picture(file)) {
    const PictureResult picture = read_picture(file);
    if (picture.outcome != PictureOutcome::found) throw Failure(sentence(picture, name));
    return picture.text;
  }
  if (file.size() > kLongestText) throw Failure(name + " is neither a picture nor a whit text");
  return std::string(as_text(file));
}

std::string_view wanted_word(Carrier wanted) {
  return wanted == Carrier::invitation ? "a letter's code begins with WI1:"
                                       : "a question begins with WR1:";
}

std::string_view what_it_is(std::string_view text) {
  const auto carrier = recognise(text);
  if (!carrier.ok()) {
    return carrier.error().code == Errc::unknown_prefix
               ? "this is a code that this wallet doesn't know; a newer one may"
               : "this is not a whit code";
  }
  switch (*carrier) {
    case Carrier::presentation:
      return "this is a code that somebody shows; only a checker reads it";
    case Carrier::paper:
      return "this is a paper code; only a checker reads it";
    case Carrier::request:
      return "this is a question; it invites nobody to collect";
    case Carrier::invitation:
      return "this is an invitation to collect; it asks nothing";
    case Carrier::setup:
      return "this is a checker's set-up card";
  }
  return "this is not a whit code";
}

}  // namespace

std::vector<std::uint8_t> read_code(const std::string& source, Carrier wanted) {
  const std::string text = text_from(source);
  auto cbor = decode_text(wanted, text);
  if (cbor.ok()) return std::move(*cbor);
  const Errc code = cbor.error().code;
  if (code == Errc::unknown_prefix || code == Errc::no_prefix) {
    throw Failure(std::string(what_it_is(text)), std::string(wanted_word(wanted)), Exit::no);
  }
  throw Failure("damaged text at character " + std::to_string(cbor.error().offset),
                "scan or copy it again", Exit::no);
}

}  // namespace whit::cli
