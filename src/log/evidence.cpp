// SPDX-License-Identifier: Apache-2.0
// The container: deterministic CBOR, each size bounded before memory is taken.
#include "log/evidence.h"

#include "base/cbor_writer.h"
#include "log/merkle.h"

namespace whit {
namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kMaxText = 4096, kMaxKeys = 256, kMaxNotes = 64, kMaxProof = 128;

using ByteVector = std::vector<std::uint8_t>;

Result<std::string> read_text(cbor::Reader& in, std::size_t most) {
  WHIT_TRY(const std::string_view text, in.text());
  if (text.size() > most) return in.fail(Errc::too_large);
  return std::string(text);
}

Status read_texts(cbor::Reader& in, std::size_t count, std::size_t size,
                  std::vector<std::string>& out) {
  WHIT_TRY(const std::size_t found, in.array());
  if (found > count) return in.fail(Errc::too_large);
  for (std::size_t i = 0; i < found; ++i) {
    WHIT_TRY(std::string text, read_text(in, size));
    out.push_back(std::move(text));
  }
  return {};
}

Status read_proof(cbor::Reader& in, std::vector<Hash>& out) {
  WHIT_TRY(const Bytes proof, in.bytes());
  if (proof.size() % Hash::kSize != 0 || proof.size() / Hash::kSize > kMaxProof) {
    return in.fail(Errc::wrong_length);
  }
  for (std::size_t at = 0; at < proof.size(); at += Hash::kSize) {
    out.push_back(Hash::from(proof.subspan(at, Hash::kSize)));
  }
  return {};
}

Status read_entries(cbor::Reader& in, std::vector<EntryBytes>& out) {
  WHIT_TRY(const Bytes entries, in.bytes());
  if (entries.empty() || entries.size() % kEntrySize != 0) return in.fail(Errc::wrong_length);
  out.resize(entries.size() / kEntrySize);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Bytes entry = entries.subspan(i * kEntrySize, kEntrySize);
    std::copy(entry.begin(), entry.end(), out[i].begin());
  }
  return {};
}

Result<Evidence::Range> read_range(cbor::Reader& in) {
  Evidence::Range out;
  WHIT_CHECK(in.expect_array(4));
  WHIT_TRY(out.note, in.uint(0, kMaxNotes));
  WHIT_TRY(out.begin, in.uint());
  WHIT_CHECK(read_entries(in, out.entries));
  WHIT_CHECK(read_proof(in, out.proof));
  return out;
}

Result<Evidence::Front> read_front(cbor::Reader& in) {
  Evidence::Front out;
  WHIT_CHECK(in.expect_array(4));
  WHIT_TRY(out.note, in.uint(0, kMaxNotes));
  WHIT_TRY(out.size, in.uint());
  WHIT_TRY(out.root, in.fixed<Hash>());
  WHIT_CHECK(read_proof(in, out.proof));
  return out;
}

Status read_parts(cbor::Reader& in, std::vector<ByteVector>& out) {
  WHIT_TRY(const std::size_t count, in.array());
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Bytes part, in.bytes());
    out.emplace_back(part.begin(), part.end());
  }
  return {};
}

ByteVector joined(const std::vector<Hash>& hashes) {
  ByteVector out;
  for (const Hash& hash : hashes) out.insert(out.end(), hash.bytes.begin(), hash.bytes.end());
  return out;
}

ByteVector joined(const std::vector<EntryBytes>& entries) {
  ByteVector out;
  out.reserve(entries.size() * kEntrySize);
  for (const EntryBytes& entry : entries) out.insert(out.end(), entry.begin(), entry.end());
  return out;
}

void write_texts(cbor::Writer& out, const std::vector<std::string>& texts) {
  out.array(texts.size());
  for (const std::string& text : texts) out.text(text);
}

void write_parts(cbor::Writer& out, const std::vector<ByteVector>& parts) {
  out.array(parts.size());
  for (const ByteVector& part : parts) out.bytes(part);
}

}  // namespace

ByteVector encode(const Evidence& evidence) {
  cbor::Writer out;
  out.map(10).uint(1).uint(kVersion).uint(2).text(evidence.finding).uint(3).text(evidence.words);
  write_texts(out.uint(4), evidence.keys);
  write_texts(out.uint(5), evidence.notes);
  out.uint(6).array(evidence.ranges.size());
  for (const Evidence::Range& range : evidence.ranges) {
    out.array(4).uint(range.note).uint(range.begin).bytes(joined(range.entries));
    out.bytes(joined(range.proof));
  }
  out.uint(7).array(evidence.fronts.size());
  for (const Evidence::Front& front : evidence.fronts) {
    out.array(4).uint(front.note).uint(front.size).bytes(front.root.view());
    out.bytes(joined(front.proof));
  }
  write_parts(out.uint(8), evidence.headers);
  write_parts(out.uint(9), evidence.objects);
  write_parts(out.uint(10), evidence.tokens);
  return out.take();
}

Result<Evidence> parse_evidence(Bytes cbor) {
  if (cbor.size() > kMaxEvidence) return Errc::too_large;
  cbor::Reader in(cbor);
  Evidence out;
  WHIT_CHECK(in.expect_map(10));
  WHIT_CHECK(in.expect(1));
  WHIT_CHECK(in.expect(kVersion));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.finding, read_text(in, kMaxText));
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(out.words, read_text(in, kMaxText));
  WHIT_CHECK(in.expect(4));
  WHIT_CHECK(read_texts(in, kMaxKeys, kMaxText, out.keys));
  WHIT_CHECK(in.expect(5));
  WHIT_CHECK(read_texts(in, kMaxNotes, kMaxNoteSize, out.notes));
  WHIT_CHECK(in.expect(6));
  WHIT_TRY(const std::size_t ranges, in.array());
  for (std::size_t i = 0; i < ranges; ++i) {
    WHIT_TRY(Evidence::Range range, read_range(in));
    out.ranges.push_back(std::move(range));
  }
  WHIT_CHECK(in.expect(7));
  WHIT_TRY(const std::size_t fronts, in.array());
  for (std::size_t i = 0; i < fronts; ++i) {
    WHIT_TRY(Evidence::Front front, read_front(in));
    out.fronts.push_back(std::move(front));
  }
  WHIT_CHECK(in.expect(8));
  WHIT_CHECK(read_parts(in, out.headers));
  WHIT_CHECK(in.expect(9));
  WHIT_CHECK(read_parts(in, out.objects));
  WHIT_CHECK(in.expect(10));
  WHIT_CHECK(read_parts(in, out.tokens));
  WHIT_CHECK(in.expect_end());
  return out;
}

}  // namespace whit
