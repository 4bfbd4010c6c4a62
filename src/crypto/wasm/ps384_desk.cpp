// SPDX-License-Identifier: Apache-2.0
#include "crypto/wasm/ps384_desk.h"

#include "crypto/hash.h"
#include "crypto/rsa_pss.h"

namespace whit {
namespace ps384 {
namespace {

struct Answer {
  Hash id;
  bool is_good = false;
};

struct Desk {
  std::vector<Question> open;
  std::vector<Answer> answers;
};

Desk& desk() noexcept {
  static Desk the_one;
  return the_one;
}

template <class Items>
auto find_id(Items& items, const Hash& id) noexcept {
  return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
}

// ask notes the question down, unless it is open already.
bool ask(const Hash& id, const RsaModulus& modulus, Bytes signature, Bytes message) noexcept {
  std::vector<Question>& open = desk().open;
  if (find_id(open, id) == open.end() && open.size() < kMaxQuestions) {
    open.push_back(
        {id, modulus, {signature.begin(), signature.end()}, {message.begin(), message.end()}});
  }
  return false;
}

// What was asked is part of what was shown: it doesn't stay in memory.
void wipe(Question& question) noexcept {
  for (auto* part : {&question.signature, &question.message}) {
    volatile std::uint8_t* const bytes = part->data();
    for (std::size_t i = 0; i < part->size(); ++i) bytes[i] = 0;
  }
}

}  // namespace

const std::vector<Question>& open_questions() noexcept { return desk().open; }

void answer(const Hash& id, bool is_good) noexcept {
  const auto asked = find_id(desk().open, id);
  if (asked == desk().open.end()) return;
  wipe(*asked);
  desk().open.erase(asked);
  if (desk().answers.size() < kMaxQuestions) desk().answers.push_back({id, is_good});
}

void forget() noexcept {
  for (Question& question : desk().open) wipe(question);
  desk() = Desk{};
}

}  // namespace ps384

bool verify_ps384(const RsaModulus& modulus, Bytes signature, Bytes message) noexcept {
  if (!passes_precheck(modulus, signature)) return false;
  // Modulus and signature have one length each: the parts can't be taken for others.
  const Hash id = sha256({modulus.view(), signature, message});
  const auto& answers = ps384::desk().answers;
  const auto found = ps384::find_id(answers, id);
  if (found != answers.end()) return found->is_good;
  return ps384::ask(id, modulus, signature, message);
}

}  // namespace whit
