// SPDX-License-Identifier: Apache-2.0
#include "wasm/labels.h"

namespace whit::wasm {

void write_labels(JsonWriter& json, const Labels& labels) noexcept {
  json.key("labels").object();
  for (const auto& [language, text] : labels) json.key(language).text(text);
  json.end();
}

}  // namespace whit::wasm
