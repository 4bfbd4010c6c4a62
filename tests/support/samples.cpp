// SPDX-License-Identifier: Apache-2.0
#include "support/samples.h"

namespace whit::test {
namespace {

constexpr std::string_view kGate = "Gate 7";
const Nonce kNonce = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

struct Question {
  std::string facts;  // "3 facts"
  std::string preset;
  std::vector<Vct> vcts;
  Verdict verdict = Verdict::valid;
};

const Question kQuestions[] = {
    {"1 fact", "gate", {kPermit}},
    {"2 facts", "two", {kPermit, kStay}},
    {"3 facts", "three", {kPermit, kUntil, kStay}},
    {"4 facts", "four", {kPermit, kUntil, kStay, kVisa}},
    {"document", "hire", {kPermit, kUntil, kDocumentVct}, Verdict::document_not_compared}};

// Adds `show` of `tokens` in each of the three modes.
void add_modes(const World& world, const Question& question, const std::vector<ByteVector>& tokens,
               std::vector<Sample>& out) {
  const std::pair<std::string, Show> modes[] = {{"one-way, ", {}},
                                                {"posted, ", {kGate, 0, std::nullopt}},
                                                {"challenge, ", {kGate, 0, kNonce}}};
  for (const auto& [mode, show] : modes) {
    Context context;
    context.now = world.now + 10;
    context.name = show.name;
    context.nonce = show.nonce;
    context.elapsed = show.nonce ? 20 : 0;
    out.push_back({mode + question.facts, Carrier::presentation, world.show_tokens(tokens, show),
                   world.policy(question.preset), context, question.verdict});
  }
}

void add_paper(const World& world, const std::string& name, Vct vct, std::vector<Sample>& out) {
  Context context;
  context.now = world.now;
  Policy policy = world.policy("gate");
  policy.paper_facts[0] = vct;
  out.push_back(
      {name, Carrier::paper, world.paper(vct), policy, context, Verdict::document_not_compared});
}

}  // namespace

World blind_world(const BlindSigner& signer) {
  Options options;
  options.blind_keys = {{kTax, World::kToday + 1, signer.modulus(), KeyState::live}};
  return World(options);
}

std::vector<Sample> samples(const World& world, const BlindSigner& signer) {
  std::vector<Sample> out;
  for (const Question& question : kQuestions) {
    std::vector<ByteVector> tokens;
    for (const Vct vct : question.vcts) tokens.push_back(world.token(world.claims(vct)));
    add_modes(world, question, tokens, out);
  }
  add_modes(world, {"blind", "tax", {kTax}}, {signer.token(world.claims(kTax))}, out);
  add_paper(world, "paper", kPermit, out);
  add_paper(world, "paper with a month", kUntil, out);
  add_paper(world, "paper with a word", kVisa, out);
  return out;
}

}  // namespace whit::test
