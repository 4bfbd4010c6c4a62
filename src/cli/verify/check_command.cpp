// SPDX-License-Identifier: Apache-2.0
#include "cli/common/clock.h"
#include "cli/common/code_file.h"
#include "cli/common/files.h"
#include "cli/common/terminal.h"
#include "cli/verify/commands.h"
#include "cli/verify/explain.h"
#include "cli/verify/hash_queue.h"
#include "cli/verify/place.h"
#include "cli/verify/query.h"
#include "cli/verify/site_file.h"
#include "whit/qr_text.h"
#include "whit/request.h"

namespace whit::cli {
namespace {

// Asked is the open question that a showing answers, and the lock on all questions.
struct Asked {
  Questions store;
  std::optional<FolderLock> lock;
  std::optional<Question> question;
};

// question_named is the nonce of the request in the file of --answer.
Nonce question_named(const std::string& file) {
  const auto showing = read_code(file);
  const auto cbor = decode_text(Carrier::request, as_text(showing));
  const auto request = cbor ? parse_request(*cbor) : Result<Request>(cbor.error());
  if (!request) throw Failure(printable(file) + " is not a question", "give what ask -o wrote");
  if (!request->nonce) {
    throw Failure(printable(file) + " is a posted question; any number may answer it",
                  "check without --answer, and with --name");
  }
  return *request->nonce;
}

// take_question looks for the question that was asked here. With --answer it must be there.
void take_question(const CheckOptions& options, Bytes showing, Asked& asked) {
  std::optional<Nonce> nonce = nonce_of(showing);
  if (!options.answer.empty()) nonce = question_named(options.answer);
  if (!nonce || !options.nonce.empty() || !exists(asked.store.folder())) {
    if (options.answer.empty()) return;
    throw Failure("that question was not asked from here");
  }
  asked.lock.emplace(asked.store.folder());
  asked.question = asked.store.find(*nonce);
  if (!asked.question && !options.answer.empty()) {
    throw Failure("that question was not asked from here, or it is too old");
  }
}

// apply puts what is known of the question into the check.
void apply(const Asked& asked, const CheckOptions& options, Check& check, bool& was_answered) {
  if (!asked.question) return;
  const Question& question = *asked.question;
  const UnixTime now = check.context.now;
  const Timer timer = options.at.empty() ? real_timer(now) : given_timer(now);
  was_answered = !Questions::takes(question, check.showing, now);
  if (was_answered) return;
  check.context.nonce = question.nonce;
  check.context.elapsed = elapsed(question, timer);
  check.context.until = question.until;
}

bool is_an_answer(const Report& report) {
  return report.mode == Mode::challenge &&
         (report.verdict == Verdict::valid || report.verdict == Verdict::document_not_compared ||
          report.verdict == Verdict::specimen);
}

void tell(const Words& words, const Console& console) {
  for (const std::string& line : words.lines) print(line);
  for (const std::string& note : words.notes) console.note(note);
  if (!words.hint.empty()) console.hint(words.hint);
}

}  // namespace

Exit run_check(const CheckOptions& typed, const Console& console) {
  if (typed.batch) return run_batch(typed, console);
  const Timer timer = real_timer(system_now());
  const Site site = SiteFile(DataFolder(typed.dir)).current(timer);
  CheckOptions options = typed;
  options.issuer = site.settings.issuer;
  if (const std::string note = waiting_note(site, timer); !note.empty()) console.note(note);
  Check check;
  DataCache cache;
  check.context = context_of(options);
  if (options.file == "-" && is_terminal(0)) console.say("type or scan the code, then Ctrl-D");
  check.showing = read_code(options.file);
  check.data = &data_for(options, check.showing, cache);
  Asked asked{Questions(DataFolder(options.dir).questions_path()), {}, {}};
  bool was_answered = false;
  take_question(options, check.showing, asked);
  ask_as_here(asked_here(site, said_in(options), asked.question ? &*asked.question : nullptr),
              check);
  apply(asked, options, check, was_answered);

  Answer answer = judge(check);
  refuse_at_gate(answer, options);
  answer.was_answered = was_answered;
  if (asked.question && is_an_answer(answer.report)) {
    asked.store.mark_answered(*asked.question, check.showing, check.context.now);
  }
  const Practice practice = options.training ? Practice::training : Practice::earnest;
  if (options.json) {
    print(json_of(answer));
  } else {
    tell(words_of(answer, check, practice), console);
  }
  queue_or_warn(options.keep_hashes, accepted_hashes(answer, check.showing, practice), answer.now,
                console);
  return exit_of(answer.report, practice);
}

}  // namespace whit::cli
