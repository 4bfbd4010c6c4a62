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
#include "vectors/vectors.h"
#include "whit/qr_text.h"
#include "whit/request.h"

namespace whit {
namespace {

using Parser = std::function<bool(Bytes)>;

// Any parser of the form Result<T>(Bytes).
template <auto parse>
bool reads(Bytes bytes) {
  return parse(bytes).ok();
}

// A signed<T, typ>: its frame, then its payload.
template <auto parse_payload, std::int64_t typ>
bool reads_signed(Bytes bytes) {
  const auto part = parse_signed(bytes, typ);
  return part.ok() && parse_payload(part->sign1.payload).ok();
}

template <auto read>
bool reads_item(Bytes bytes) {
  cbor::Reader in(bytes);
  return read(in).ok() && in.at_end();
}

bool reads_segment(Bytes bytes) { return parse_segment(bytes, Kind::revocable, kMinDay).ok(); }

bool reads_manifest(Bytes bytes) {
  return reads_signed<parse_manifest, registry::kTypManifest>(bytes);
}

bool reads_key_list(Bytes bytes) {
  return reads_signed<parse_key_list, registry::kTypKeyList>(bytes);
}

bool reads_head(Bytes bytes) {
  const auto part = parse_signed(bytes, registry::kTypHead);
  if (!part) return false;
  const auto head = parse_head(part->sign1.payload);
  return head && reads_manifest(head->manifest) && reads_key_list(head->key_list) &&
         parse_epoch_header(head->epoch_header).ok();
}

bool reads_bundle_file(Bytes bytes) {
  const auto file = parse_bundle_file(bytes);
  return file && reads_head(file->head) &&
         std::all_of(file->segments.begin(), file->segments.end(), reads_segment);
}

// The signature of a request is judged when it is read; here only its shape is asked for.
bool reads_request(Bytes bytes) {
  const auto request = parse_request(bytes);
  return request.ok() || request.error().code == Errc::bad_signature;
}

bool reads_base45(std::string_view text) {
  ByteVector out(text.size());
  return base45::decode(text, out).ok();
}

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
