// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/witness_command.h"

#include <thread>

#include "cli/audit/witness_folder.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/passphrase.h"
#include "cli/common/ready.h"
#include "cli/common/service_log.h"
#include "log/text.h"

namespace whit::cli {
namespace {

constexpr std::chrono::milliseconds kTick{500};
constexpr std::size_t kThreads = 16;

std::string sizes(std::uint64_t size) { return std::to_string(size) + " entries"; }

// news takes the logs of the command line into the folder and says which are new.
void take_logs(const Console& console, WitnessFolder& folder, const WitnessOptions& options) {
  std::vector<NoteKey> keys;
  if (!options.policy.empty()) keys = logs_of_policy(options.policy);
  for (const std::string& text : options.logs) keys.push_back(parse_log_key(text));
  for (const NoteKey& key : keys) {
    if (folder.know(key)) console.note("a log that is new here: " + printable(format(key)));
  }
  if (folder.logs().empty()) throw Failure("no log to be a witness of", "--log KEY");
}

// exit_of_status is the class of a refusal: 4 of a signature, 5 of a fork, else it can't be done.
Exit exit_of_status(int status) {
  if (status == 200) return Exit::yes;
  if (status == 403) return exit_of(audit::Class::unproven);
  if (status == 422) return exit_of(audit::Class::fork);
  return Exit::could_not_work;
}

std::string_view hint_of_status(int status) {
  switch (status) {
    case 403:
      return "if the log has a new key: --log KEY";
    case 404:
      return "--log KEY makes a log known";
    case 409:
      return "the log asks again, with a proof from that size";
    case 422:
      return "keep this request: its signature and the one cosigned before prove a fork";
    default:
      return "";
  }
}

std::string root_of(const Checkpoint& checkpoint) { return logtext::encode(checkpoint.root); }

// Request is one body for cosign, and what is said of it.
void describe(const Console& console, const audit::AddCheckpoint& request) {
  const auto note = parse_note(request.note);
  const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(Errc::truncated);
  if (!checkpoint) return;
  console.note("log " + printable(checkpoint->origin) + ": " + sizes(checkpoint->size) + ", root " +
               root_of(*checkpoint) + "; " + std::to_string(note->signatures.size()) +
               " signature(s), a proof of " + std::to_string(request.proof.size()) + " hashes");
}

UnixTime time_of(const audit::WitnessedLog& log, const NoteKey& own) {
  const auto note = parse_note(log.note);
  return note ? check_note(*note, own).time : 0;
}

void print_log(const audit::WitnessedLog& log, const NoteKey& own) {
  const std::string origin = printable(log.origin);
  if (log.note.empty()) return print(origin + "  nothing cosigned yet");
  print(origin + "  " + sizes(log.size) + "  root " + logtext::encode(log.root) + "  cosigned " +
        format_rfc3339(time_of(log, own)));
}

std::string json_of(const audit::WitnessedLog& log, const NoteKey& own) {
  return "{\"origin\":" + json_quoted(log.origin) + ",\"size\":" + std::to_string(log.size) +
         ",\"root\":" + json_quoted(logtext::encode(log.root)) +
         ",\"cosigned\":" + std::to_string(log.note.empty() ? 0 : time_of(log, own)) + "}";
}

std::vector<audit::WitnessedLog> logs_in(const std::string& state, const NoteKey& own) {
  if (state.empty()) return {};
  if (!exists(state)) throw Failure(printable(state) + ": no such folder");
  return WitnessFolder(state, own, WitnessFolder::Use::look).logs();
}

}  // namespace

Exit witness_new(const Common& common, const WitnessNewOptions& options, Rng& rng) {
  if (exists(options.out)) throw Failure(printable(options.out) + ": is there already");
  const std::string prompt = "passphrase for " + printable(options.out);
  const NoteKey key =
      make_witness_key(options.out, options.name,
                       read_passphrase(options.passphrase_fd, prompt, Typing::twice), rng);
  const std::string url = options.url.empty() ? "https://" + key.name + "/" : options.url;
  if (common.json) {
    print("{\"key\":" + json_quoted(format(key)) +
          ",\"policy\":" + json_quoted(policy_line(key, url)) + "}");
    return Exit::yes;
  }
  print(format(key));
  print(policy_line(key, url));
  return Exit::yes;
}

Exit witness_show(const Common& common, const WitnessShowOptions& options) {
  const NoteKey own = read_witness_vkey(options.key);
  const auto logs = logs_in(options.state, own);
  if (!common.json) {
    print(format(own));
    for (const audit::WitnessedLog& log : logs) print_log(log, own);
    return Exit::yes;
  }
  std::string rows;
  for (const audit::WitnessedLog& log : logs) rows += (rows.empty() ? "" : ",") + json_of(log, own);
  print("{\"key\":" + json_quoted(format(own)) + ",\"logs\":[" + rows + "]}");
  return Exit::yes;
}

Exit witness_cosign(const Console& console, const Common& common, const WitnessOptions& options) {
  const auto body = read_file("-", audit::kMaxAddCheckpoint);
  const auto request = audit::parse_add_checkpoint(as_text(body));
  if (!request) {
    throw Failure("not a request to add a checkpoint",
                  "`old N`, the proof's lines, an empty line, the signed checkpoint");
  }
  const WitnessKey key = open_witness_key(options.key, options.passphrase);
  WitnessFolder folder(options.state, key.signer.key, WitnessFolder::Use::sign);
  take_logs(console, folder, options);
  describe(console, *request);
  folder.on_failure = [&console](std::string_view error) { console.error(error); };
  const UnixTime now = common.now();
  const audit::Judged judged =
      folder.decide(audit::origin_of(*request), [&](const audit::WitnessedLog* log) {
        if (log != nullptr) console.note("cosigned of it before: " + sizes(log->size));
        return audit::judge(log, *request, key.signer, now);
      });
  if (judged.status == 200) {
    console.note("signed by the log, and continues what was cosigned; cosigned at " +
                 format_rfc3339(now));
    std::string_view line = judged.body;
    write_output("-", as_bytes(line));
    return Exit::yes;
  }
  std::string why = judged.body.substr(0, judged.body.find('\n'));
  if (judged.status == 409)
    why = "the last one cosigned has " + why + " entries, not those of `old`";
  console.error("not cosigned: " + why, hint_of_status(judged.status));
  return exit_of_status(judged.status);
}

Exit witness_serve(const Console& console, const Common& common,
                   const WitnessServeOptions& options) {
  HttpOptions http = http_options(options.listen, "--listen");
  const WitnessKey key = open_witness_key(options.witness.key, options.witness.passphrase);
  WitnessFolder folder(options.witness.state, key.signer.key, WitnessFolder::Use::sign);
  take_logs(console, folder, options.witness);
  block_stop_signals();
  const auto clock = [&common] { return common.now(); };
  const ServiceLog log(clock);
  folder.on_failure = [&log](std::string_view error) { log.failed("keep", error); };
  http.threads = kThreads;
  http.max_body = audit::kMaxAddCheckpoint;
  http.log = [&log](const HttpExchange& exchange) { log.request(exchange); };
  HttpServer server(http, witness_routes(folder, key.signer, clock));
  const std::uint16_t port = bound(server, options.listen);
  std::thread running([&server] { server.run(); });
  print("listening on " + url_of(options.listen, port));
  print(policy_line(key.signer.key, url_of(options.listen, port)));
  flush_output();
  notify_ready();
  console.say("ready; a witness of " + std::to_string(folder.logs().size()) + " log(s)");
  while (!stop_asked(kTick)) continue;
  server.stop();
  running.join();
  console.say("stopped");
  return Exit::yes;
}

}  // namespace whit::cli
