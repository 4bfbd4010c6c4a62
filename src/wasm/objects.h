// SPDX-License-Identifier: Apache-2.0
// What stays in the module between calls, until JavaScript gives it back.
#pragma once

#include "wasm/labels.h"
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

inline constexpr std::int32_t kModeRefused = 1002;  // a question that takes no such answer
inline constexpr std::int32_t kBadName = 1003;      // a name that nobody may ask by

// write_fact is a part that several calls write.
void write_fact(JsonWriter& json, Vct vct, const CatalogueFact* fact) noexcept;

}  // namespace whit::wasm
