// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/questions.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <limits>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

constexpr Seconds kDoubleScan = 15;
constexpr Seconds kKept = 8 * kSecondsPerDay;  // longer than any answer time

std::vector<std::uint8_t> encoded(const Question& q) {
  cbor::Writer out;
  out.array(10).bytes(q.nonce.view()).text(q.iss).text(q.preset).text(q.name).uint(q.asked);
  out.uint(q.until.value_or(0)).text(q.boot).uint(q.boot_seconds);
  out.bytes(q.answer ? q.answer->view() : Bytes{}).uint(q.answered);
  return out.take();
}

Result<Question> decoded(Bytes file) {
  cbor::Reader in(file);
  Question q;
  WHIT_CHECK(in.expect_array(10));
  WHIT_TRY(q.nonce, in.fixed<Nonce>());
  WHIT_TRY(q.iss, in.text());
  WHIT_TRY(q.preset, in.text());
  WHIT_TRY(q.name, in.text());
  WHIT_TRY(q.asked, in.uint());
  WHIT_TRY(const UnixTime until, in.uint());
  if (until != 0) q.until = until;
  WHIT_TRY(q.boot, in.text());
  WHIT_TRY(q.boot_seconds, in.uint());
  WHIT_TRY(const Bytes answer, in.bytes());
  if (answer.size() == Hash::kSize) q.answer = Hash::from(answer);
  WHIT_TRY(q.answered, in.uint());
  WHIT_CHECK(in.expect_end());
  return q;
}

std::string boot_id() {
  std::FILE* file = std::fopen("/proc/sys/kernel/random/boot_id", "re");
  if (file == nullptr) return "";
  char id[40] = {};
  const std::size_t size = std::fread(id, 1, 36, file);
  std::fclose(file);
  return {id, size};
}

}  // namespace

Timer given_timer(UnixTime now) { return {now, "", 0}; }

Timer real_timer(UnixTime now) {
  timespec time{};
  if (clock_gettime(CLOCK_BOOTTIME, &time) != 0) return given_timer(now);
  return {now, boot_id(), static_cast<Seconds>(time.tv_sec)};
}

Seconds elapsed(const Question& question, const Timer& timer) {
  constexpr Seconds kForEver = std::numeric_limits<std::uint32_t>::max();
  if (!timer.boot.empty() && timer.boot == question.boot) {
    // Both seconds were cut, so one more may have passed.
    return timer.boot_seconds - question.boot_seconds + 1;
  }
  return timer.now < question.asked ? kForEver : timer.now - question.asked;
}

std::string Questions::path_of(const Nonce& nonce) const {
  return folder_ + "/" + hex::encode(nonce.view());
}

void Questions::add(const Question& question) const {
  make_folder(folder_);
  write_file_atomic(path_of(question.nonce), encoded(question), Access::owner, Replace::refuse);
}

std::optional<Question> Questions::find(const Nonce& nonce) const {
  const std::string path = path_of(nonce);
  if (!exists(path)) return std::nullopt;
  const auto question = decoded(read_file(path));
  if (!question || !(question->nonce == nonce)) throw Failure(path + " is damaged", "remove it");
  return *question;
}

void Questions::mark_answered(Question question, Bytes showing, UnixTime now) const {
  if (question.answer) return;  // the first time counts
  question.answer = sha256(showing);
  question.answered = now;
  write_file_atomic(path_of(question.nonce), encoded(question), Access::owner);
}

bool Questions::takes(const Question& question, Bytes showing, UnixTime now) {
  if (!question.answer) return true;
  return *question.answer == sha256(showing) && now >= question.answered &&
         now - question.answered <= kDoubleScan;
}

void Questions::drop_old(UnixTime now) const {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, none)) {
    const auto nonce = hex::decode(entry.path().filename().string());
    if (!nonce || nonce->size() != Nonce::kSize) continue;
    const auto question = decoded(read_file(entry.path().string()));
    if (!question) continue;
    const UnixTime end = std::max(question->asked, question->until.value_or(0)) + kKept;
    if (now > end) remove_file(entry.path().string());
  }
}

}  // namespace whit::cli
