// SPDX-License-Identifier: Apache-2.0
#include "cli/common/code_file.h"

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/qr/read.h"

namespace whit::cli {

std::vector<std::uint8_t> read_code(const std::string& file) {
  std::vector<std::uint8_t> content = read_file(file);
  const std::string name = file == "-" ? "standard input" : printable(file);
  if (const std::string_view format = other_picture(content); !format.empty()) {
    throw Failure(name + ": " + std::string(format) + " can't be read",
                  "store it as JPEG or PNG; a screenshot of it will do");
  }
  if (!is_picture(content)) return content;
  const PictureResult result = read_picture(content);
  if (result.outcome != PictureOutcome::found) {
    throw Failure(sentence(result, name), std::string(advice(result)));
  }
  const Bytes text = as_bytes(result.text);
  return {text.begin(), text.end()};
}

}  // namespace whit::cli
