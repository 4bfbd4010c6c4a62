// SPDX-License-Identifier: Apache-2.0
// How a wallet speaks of facts, days and what stands in the way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/common/message.h"
#include "wallet/news.h"
#include "wallet/overview.h"
#include "wallet/show.h"
#include "whit/trust.h"

namespace whit::cli {

// catalogue_of is the head that `account` holds; a Failure where it has none yet.
Head catalogue_of(const wallet::Account& account);

using wallet::find_fact;

// slug_of is the name of a fact, or its number where the catalogue no longer has it.
std::string slug_of(const Head& head, Vct vct);
// slugs_of joins names with ", ".
std::string slugs_of(const Head& head, const std::vector<Vct>& facts);
// label_of is the fact in plain words, in English where there is that.
std::string label_of(const Head& head, Vct vct);
// text_of is a value as shown, empty for none.
std::string text_of(const Value& value);

// word_of is "ok", "ends", "withdrawn" or "renew".
std::string_view word_of(wallet::FactState state) noexcept;

// plural is "1 day" or "3 days".
std::string plural(std::size_t number, std::string_view one);

// refuse_hindered is a Failure that says what stands in the way, if anything does.
void refuse_hindered(const wallet::Hindrance& hindrance, const Head& head);

// json_list is a JSON array of strings.
std::string json_list(const std::vector<std::string>& items);

}  // namespace whit::cli
