// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/picture_words.h"

namespace whit::cli::gate {

std::string picture_words(const PictureResult& result) {
  switch (result.outcome) {
    case PictureOutcome::found:
      break;
    case PictureOutcome::no_code:
      return "no code in the picture; nearer, and without a reflection";
    case PictureOutcome::many_codes:
      return std::to_string(result.codes) + " codes in the picture; show one";
    case PictureOutcome::too_large:
      return "a picture larger than 16 MB or 40 megapixels; make smaller ones";
    case PictureOutcome::timed_out:
      return "could not read the picture in time; make smaller ones";
    case PictureOutcome::unreadable:
      return "not a picture, or a damaged one; PNG and JPEG can be read";
    case PictureOutcome::crashed:
    case PictureOutcome::no_process:
      return "could not read the picture";
  }
  return "";
}

Scan scan_of(const PictureResult& result, Clock::time_point end) {
  Scan out;
  out.end = end;
  if (result.outcome == PictureOutcome::found) {
    out.text = result.text;
  } else {
    out.note = picture_words(result);
    out.unreadable = true;
  }
  return out;
}

}  // namespace whit::cli::gate
