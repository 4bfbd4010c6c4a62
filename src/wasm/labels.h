// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wasm/json.h"
#include "whit/trust.h"

namespace whit::wasm {

// write_labels writes the member "labels": texts by language.
void write_labels(JsonWriter& json, const Labels& labels) noexcept;

}  // namespace whit::wasm
