// SPDX-License-Identifier: Apache-2.0
// What stays in the module between calls, until JavaScript gives it back.
#pragma once

#include "wasm/json.h"
#include "whit/bundle.h"
#include "whit/policy.h"
#include "whit/request.h"

namespace whit::wasm {

struct OpenBundle {
  Bundle bundle;
};

// Question is a policy, and the request that asks it, still without name, nonce and end.
struct Question {
  Policy policy;
  Request request;
};

// The parts that several calls write.
void write_labels(JsonWriter& json, const Labels& labels) noexcept;
void write_fact(JsonWriter& json, Vct vct, const CatalogueFact* fact) noexcept;

}  // namespace whit::wasm
