// SPDX-License-Identifier: Apache-2.0
// Days and times as the staff API and the pages write them, always in UTC.
#pragma once

#include <string>

#include "whit/time.h"

namespace whit {

std::string date_text(Day day);        // "2026-11-22"
std::string time_text(UnixTime time);  // "2026-11-22T12:14:05Z"
// minute_text is for people: "2026-11-22 12:14". The words beside it say that it is UTC.
std::string minute_text(UnixTime time);

}  // namespace whit
