// SPDX-License-Identifier: Apache-2.0
// The state of a replay as deterministic CBOR: an array of numbers and tables, in one order.
#include "audit/replay_state.h"

#include <algorithm>

#include "base/cbor_writer.h"
#include "log/merkle.h"

namespace whit::audit {
namespace {

constexpr std::uint64_t kVersion = 3;
constexpr std::size_t kFields = 28;

// Out writes and In reads the same fields in the same order, so that one function names them.
class Out {
 public:
  void number(std::uint64_t value) { out_.uint(value); }
  template <class T>
  void small(const T& value) {
    out_.uint(static_cast<std::uint64_t>(value));
  }
  void flag(const bool& value) { out_.boolean(value); }
  template <class F>
  void fixed(const F& value) {
    out_.bytes(value.view());
  }
  void text(const std::string& value) { out_.text(value); }
  void bytes(const ByteVector& value) { out_.bytes(value); }
  template <class T, class Each>
  void list(const std::vector<T>& rows, Each each) {
    out_.array(rows.size());
    for (const T& row : rows) each(*this, row);
  }
  void row(std::size_t count) { out_.array(count); }
  void prefixes(const std::vector<std::uint64_t>& values);
  ByteVector take() { return out_.take(); }

 private:
  cbor::Writer out_;
};

class In {
 public:
  explicit In(Bytes cbor) noexcept : in_(cbor) {}
  void number(std::uint64_t& value) { keep(value, in_.uint()); }
  template <class T>
  void small(T& value) {
    std::uint64_t wide = 0;
    keep(wide, in_.uint(0, 0xffffffff));
    value = static_cast<T>(wide);
    if (static_cast<std::uint64_t>(value) != wide) fail(Errc::out_of_range);
  }
  void flag(bool& value) { keep(value, in_.boolean()); }
  template <class F>
  void fixed(F& value) {
    keep(value, in_.fixed<F>());
  }
  void text(std::string& value) {
    std::string_view view;
    keep(view, in_.text());
    value = view;
  }
  void bytes(ByteVector& value) {
    Bytes view;
    keep(view, in_.bytes());
    value.assign(view.begin(), view.end());
  }
  template <class T, class Each>
  void list(std::vector<T>& rows, Each each) {
    std::size_t count = 0;
    keep(count, in_.array());
    for (std::size_t i = 0; i < count && ok_; ++i) each(*this, rows.emplace_back());
  }
  void row(std::size_t count) {
    if (ok_) take(in_.expect_array(count));
  }
  void prefixes(std::vector<std::uint64_t>& values);
  Status end() {
    if (ok_) take(in_.expect_end());
    if (!ok_) return error_;
    return {};
  }
  bool ok() const noexcept { return ok_; }
  void fail(Errc code) {
    if (ok_) error_ = in_.fail(code);
    ok_ = false;
  }

 private:
  template <class T>
  void keep(T& value, const Result<T>& result) {
    if (ok_ && result) value = *result;
    if (ok_ && !result) error_ = result.error(), ok_ = false;
  }
  void take(const Status& status) {
    if (!status) error_ = status.error(), ok_ = false;
  }
  cbor::Reader in_;
  Error error_{};
  bool ok_ = true;
};

void Out::prefixes(const std::vector<std::uint64_t>& values) {
  ByteVector bytes;
  bytes.reserve(values.size() * 8);
  for (const std::uint64_t value : values) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    }
  }
  out_.bytes(bytes);
}

void In::prefixes(std::vector<std::uint64_t>& values) {
  Bytes bytes;
  keep(bytes, in_.bytes());
  if (bytes.size() % 8 != 0) return fail(Errc::wrong_length);
  values.reserve(bytes.size() / 8);
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | bytes[at + i];
    if (!values.empty() && value <= values.back()) return fail(Errc::not_ascending);
    values.push_back(value);
  }
}

template <class To, class Row>
void epoch(To& to, Row& row) {
  to.row(8);
  to.number(row.number), to.number(row.log), to.number(row.begin), to.number(row.entries);
  to.small(row.day), to.fixed(row.header), to.fixed(row.key_list), to.fixed(row.root);
}

template <class To, class Row>
void issued(To& to, Row& row) {
  to.row(9);
  to.number(row.epoch), to.small(row.day), to.small(row.kind), to.small(row.vct);
  to.fixed(row.kid), to.small(row.expires), to.number(row.entries), to.number(row.pads);
  to.flag(row.pads_known);
}

template <class To, class Row>
void withdrawn(To& to, Row& row) {
  to.row(5);
  to.number(row.version), to.small(row.day), to.small(row.medium), to.small(row.vct);
  to.number(row.seeds);
}

template <class To, class Row>
void key(To& to, Row& row) {
  to.row(10);
  to.small(row.kind), to.fixed(row.kid), to.fixed(row.key);
  to.list(row.facts, [](auto& in, auto& vct) { in.small(vct); });
  to.small(row.first), to.small(row.last), to.number(row.since), to.small(row.listed);
  to.flag(row.live), to.flag(row.withdrawn);
}

template <class To, class Row>
void head(To& to, Row& row) {
  to.row(2);
  to.number(row.version), to.fixed(row.hash);
}

template <class To, class Row>
void found(To& to, Row& row) {
  to.row(5);
  to.small(row.finding), to.number(row.log), to.number(row.epoch), to.number(row.index);
  to.text(row.detail);
}

template <class To, class Row>
void open_pads(To& to, Row& row) {
  to.row(2);
  to.number(row.epoch), to.flag(row.late);
}

template <class To, class Row>
void served(To& to, Row& row) {
  to.row(4);
  to.number(row.version), to.fixed(row.hash), to.small(row.day), to.bytes(row.content);
}

template <class To, class Row>
void open_list(To& to, Row& row) {
  to.row(5);
  to.fixed(row.hash), to.number(row.log), to.number(row.epoch), to.number(row.begin);
  to.small(row.day);
}

struct Live {
  Day day = 0;
  std::vector<std::uint64_t> prefixes;
};
struct Limits {
  Vct vct = 0;
  FactLimits most;
};

template <class To, class Lists, class State>
void fields(To& to, Lists& live, std::vector<Limits>& limits, State& state) {
  const auto hash = [](auto& in, auto& one) { in.fixed(one); };
  to.list(state.epochs, [](auto& in, auto& row) { epoch(in, row); });
  to.list(state.issued, [](auto& in, auto& row) { issued(in, row); });
  to.list(state.withdrawn, [](auto& in, auto& row) { withdrawn(in, row); });
  to.list(state.keys, [](auto& in, auto& row) { key(in, row); });
  to.list(state.heads, [](auto& in, auto& row) { head(in, row); });
  to.list(state.found, [](auto& in, auto& row) { found(in, row); });
  to.list(state.open_pads, [](auto& in, auto& row) { open_pads(in, row); });
  to.list(state.segments, hash);
  to.list(state.unknown_kids, hash);
  to.list(state.served, [](auto& in, auto& row) { served(in, row); });
  to.list(state.hidden, [](auto& in, auto& one) { in.bytes(one); });
  to.list(state.open_lists, [](auto& in, auto& row) { open_list(in, row); });
  to.bytes(state.manifest), to.bytes(state.shown);
  to.list(live, [](auto& in, auto& row) {
    in.row(2);
    in.small(row.day), in.prefixes(row.prefixes);
  });
  to.list(limits, [](auto& in, auto& row) {
    in.row(4);
    in.small(row.vct), in.small(row.most.horizon), in.small(row.most.paper);
    in.number(row.most.per_day);
  });
  to.number(state.tree_size);
  to.list(state.tree_edge, hash);
  to.number(state.findings), to.number(state.head_count), to.number(state.first_version);
  to.number(state.list_sequence), to.number(state.unread_lists), to.number(state.unread_heads);
  to.flag(state.tree_known), to.flag(state.specimen), to.flag(state.unchained);
}

// Whether what was read is what encode() could have written, beyond its shape.
bool is_sound(const ReplayState& state) {
  for (const Found& row : state.found) {
    if (row.finding > Finding::unlogged) return false;
  }
  for (std::size_t i = 1; i < state.heads.size(); ++i) {
    if (state.heads[i].version <= state.heads[i - 1].version) return false;
  }
  for (const KeyRow& row : state.keys) {
    if (!std::is_sorted(row.facts.begin(), row.facts.end())) return false;
  }
  return std::is_sorted(state.segments.begin(), state.segments.end()) &&
         std::is_sorted(state.unknown_kids.begin(), state.unknown_kids.end());
}

}  // namespace

ByteVector encode(const ReplayState& state) {
  Out out;
  std::vector<Live> live;
  for (const auto& [day, prefixes] : state.live) live.push_back({day, prefixes});
  std::vector<Limits> limits;
  for (const auto& [vct, most] : state.limits) limits.push_back({vct, most});
  out.row(kFields);
  out.number(kVersion);
  fields(out, live, limits, state);
  return out.take();
}

Result<ReplayState> decode_replay_state(Bytes cbor) {
  In in(cbor);
  ReplayState state;
  std::vector<Live> live;
  std::vector<Limits> limits;
  std::uint64_t version = 0;
  in.row(kFields);
  in.number(version);
  if (in.ok() && version != kVersion) return Errc::wrong_label;
  fields(in, live, limits, state);
  WHIT_CHECK(in.end());
  for (Live& row : live) {
    if (!state.live.empty() && row.day <= state.live.rbegin()->first) return Errc::not_ascending;
    state.live.emplace(row.day, std::move(row.prefixes));
  }
  for (const Limits& row : limits) {
    const bool ascends = state.limits.empty() || row.vct > state.limits.rbegin()->first;
    if (!ascends) return Errc::not_ascending;
    state.limits.emplace(row.vct, row.most);
  }
  const auto tree = CompactTree::restore(state.tree_size, state.tree_edge);
  if (!is_sound(state) || !tree) return Errc::out_of_range;
  return state;
}

}  // namespace whit::audit
