// SPDX-License-Identifier: Apache-2.0
#include "cli/common/code_file.h"

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/qr/read.h"

namespace whit::cli {

std::vector<std::uint8_t> read_code(const std::string& file) {
  std::vector<std::uint8_t> content = read_file(file);
  if (!is_picture(content)) return content;
  const PictureResult result = read_picture(content);
  if (result.outcome != PictureOutcome::found) {
    throw Failure(sentence(result, file == "-" ? "standard input" : printable(file)));
  }
  const Bytes text = as_bytes(result.text);
  return {text.begin(), text.end()};
}

}  // namespace whit::cli
