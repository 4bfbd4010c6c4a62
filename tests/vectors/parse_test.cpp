// SPDX-License-Identifier: Apache-2.0
// One object at a time: its encoding, its CDDL and the rules beside it that need nothing else.
#include <catch2/catch.hpp>
#include <functional>
#include <map>

#include "base/base45.h"
#include "base/hex.h"
#include "log/entry.h"
#include "log/proof.h"
#include "log/tile.h"
#include "token/collect.h"
#include "token/collected.h"
#include "token/cose.h"
#include "token/notice.h"
#include "token/refusal.h"
#include "token/registry.h"
#include "token/stop.h"
#include "token/text_rules.h"
#include "trust/catalogue.h"
#include "trust/segment.h"
#include "vectors/readers.h"
#include "vectors/vectors.h"
#include "whit/qr_text.h"
#include "whit/request.h"

namespace whit {
namespace {

using test::reads;
using test::reads_base45;
using test::reads_bundle_file;
using test::reads_head;
using test::reads_item;
using test::reads_key_list;
using test::reads_manifest;
using test::reads_request;
using test::reads_segment;

using Parser = std::function<bool(Bytes)>;

const std::map<std::string, Parser> kParsers = {{"presentation", reads<parse_presentation>},
                                                {"paper", reads<parse_paper>},
                                                {"request", reads_request},
                                                {"invitation", reads<parse_invitation>},
                                                {"setup", reads<parse_setup>},
                                                {"trust-file", reads<parse_trust_file>},
                                                {"root-manifest", reads_manifest},
                                                {"key-list", reads_key_list},
                                                {"catalogue-fact", reads_item<read_fact>},
                                                {"preset", reads_item<read_preset>},
                                                {"head", reads_head},
                                                {"segment", reads_segment},
                                                {"bundle-file", reads_bundle_file},
                                                {"epoch-header", reads<parse_epoch_header>},
                                                {"enrol", reads<parse_enrol>},
                                                {"enrolled", reads<parse_enrolled>},
                                                {"collect", reads<parse_collect>},
                                                {"collected", reads<parse_collected>},
                                                {"error", reads<parse_error_body>},
                                                {"stop", reads<parse_stop>},
                                                {"notice", reads<parse_notice>},
                                                {"noticed", reads<parse_notice_state>}};

const std::map<std::string, Carrier> kCarriers = {{"presentation", Carrier::presentation},
                                                  {"paper", Carrier::paper},
                                                  {"request", Carrier::request},
                                                  {"invitation", Carrier::invitation},
                                                  {"setup", Carrier::setup}};

template <auto parse>
bool reads_text(std::string_view text) {
  return parse(text).ok();
}

const std::map<std::string, std::function<bool(std::string_view)>> kTexts = {
    {"base45", reads_base45},
    {"document-text", is_document_text},
    {"note-key", reads_text<parse_note_key>},
    {"note", reads_text<parse_note>},
    {"checkpoint", reads_text<parse_checkpoint>},
    {"witness-policy", reads_text<parse_witness_policy>},
    {"log-proof", reads_text<parse_log_proof>},
    {"tile-path", reads_text<parse_tile_path>},
    {"stop-text", reads_text<parse_stop_text>}};

bool accepts(test::Case& item) {
  const std::string object = item.text("object");
  if (item.has("hex")) return kParsers.at(object)(item.bytes("hex"));
  const std::string text = item.text("text");
  if (const auto found = kTexts.find(object); found != kTexts.end()) return found->second(text);
  const auto cbor = decode_text(kCarriers.at(object), text);
  return cbor && kParsers.at(object)(*cbor);
}

TEST_CASE("each object alone", "[vectors]") {
  for (test::Case& item : test::load("parse")) {
    INFO(item.path());
    CHECK((accepts(item) ? "ok" : "malformed") == item.text("expect"));
    CHECK(item.unread().empty());
  }
}

}  // namespace
}  // namespace whit
