// SPDX-License-Identifier: Apache-2.0
// whit-wallet answer: exactly what somebody asks, after the person has read it.
#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/common/terminal.h"
#include "cli/wallet/draw.h"
#include "cli/wallet/source.h"
#include "cli/wallet/words.h"

namespace whit::cli {
namespace {

struct AnswerOptions {
  std::string source = "-";
  bool yes = false;
  DrawOptions draw;
};

Request parse_question(Bytes cbor) {
  auto request = parse_request(cbor);
  if (request.ok()) return std::move(*request);
  if (request.error().code == Errc::bad_signature) {
    throw Failure("the signature of this question is wrong", "do not answer it", Exit::no);
  }
  throw Failure("this question is damaged", "scan or copy it again", Exit::no);
}

std::string sentence_of(const Request& request, const Head& head) {
  std::string plain, document;
  for (std::size_t i = 0; i < request.count; ++i) {
    if (request.facts[i] == kDocumentVct) {
      document = "that the document you hold is yours";
    } else {
      plain += (plain.empty() ? "" : ", ") + slug_of(head, request.facts[i]);
    }
  }
  const std::string_view signed_or_not = request.site ? "signed by the asker" : "name not signed";
  std::string out =
      "\"" + printable(request.name) + "\" (" + std::string(signed_or_not) + ") asks: ";
  out += plain + (plain.empty() || document.empty() ? "" : ", and ") + document;
  if (request.until) out += " (answer until " + format_time(*request.until) + ")";
  return out;
}

bool agree(const Request& request, const Head& head, const AnswerOptions& answer,
           const Console& console) {
  const std::string sentence = sentence_of(request, head);
  if (answer.yes) {
    console.say(sentence);
    return true;
  }
  const char* const what = request.count > 1 ? "Show all of it?" : "Show it?";
  return ask_yes_no(sentence + ". " + what + " [y/N]", "--yes answers without asking");
}

Exit answer(const AnswerOptions& answer, const WalletOptions& options) {
  const auto cbor = read_code(answer.source, Carrier::request);
  const Request request = parse_question(cbor);
  Safe safe = Safe::open(options);
  wallet::Account* account = safe.contents().find(request.iss);
  if (account == nullptr) {
    throw Failure("it asks for facts of \"" + request.iss + "\", and this wallet has none of it",
                  "", Exit::no);
  }
  const Head head = catalogue_of(*account);
  const wallet::Question question = with_kind(wallet::question_of(request, cbor), answer.draw);
  const auto hindrance = wallet::hindrance(*account, head, question, options.now());
  if (hindrance.obstacle != wallet::Obstacle::none) {
    options.console.say(sentence_of(request, head));
  }
  refuse_hindered(hindrance, head);
  if (!agree(request, head, answer, options.console)) {
    print("nothing was shown");
    return Exit::no;
  }
  return show_code(safe, *account, question, answer.draw, options);
}

}  // namespace

void add_answer(Program& program, WalletOptions& options) {
  const auto given = std::make_shared<AnswerOptions>();
  CLI::App& command =
      program.command(program.app(), "answer", "answer a question, and nothing more",
                      [given, &options] { return answer(*given, options); });
  command.add_option("question", given->source,
                     "the text WR1:..., a file with it, its picture, or - (the usual)");
  command.add_flag("--yes", given->yes, "answer without asking");
  add_draw_options(command, given->draw);
}

}  // namespace whit::cli
