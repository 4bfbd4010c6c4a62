// SPDX-License-Identifier: Apache-2.0
// What publishing does about withdrawn token keys. Whatever a kill leaves open, the next
// publication does. Spec: spec/incidents.md.
#pragma once

#include "store/service.h"
#include "whit/trust.h"

namespace whit::cli {

// hold_dealing stops every dealing under an older list than `list`, if it withdraws keys of phones
// that chains still hang on. It comes before the log commits to the list.
void hold_dealing(IssuerService& service, const KeyList& list);

// take_back_keys starts the chains anew that the key list in `head` withdraws the keys of, and puts
// the paper into `head` that stays good. It comes when nothing but the head's signature is missing.
void take_back_keys(IssuerService& service, Head& head, UnixTime now);

}  // namespace whit::cli
