// SPDX-License-Identifier: Apache-2.0
#include "privacy/dossier.h"

#include <algorithm>

#include "privacy/house.h"
#include "token/collected.h"

namespace whit::privacy {
namespace {

// turns gives every item how late it stands in the order of `key`, from 0 to 1.
template <class Item, class Key>
void turns(std::vector<Item*> items, const Key& key, double Item::*out) {
  std::sort(items.begin(), items.end(),
            [&](const Item* a, const Item* b) { return key(*a) < key(*b); });
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i]->*out = static_cast<double>(i) / static_cast<double>(items.size());
  }
}

using Handles = std::map<Handle, std::size_t>;  // of whom each was dealt to

void read_collect(const Exchange& one, const Books& books, Dossiers& out, Handles& handles) {
  const Collect asked = must(parse_collect(one.request), "read a collect");
  const Collected answered = must(parse_collected(one.answer), "read what was collected");
  const std::size_t person = books.last.people.at(asked.id);
  Dossier& dossier = out[person];
  dossier.collects.push_back(one.time);
  for (const Collected::Row& row : answered.rows) {
    for (const Collected::Dealt& dealt : row.tokens) handles[dealt.handle] = person;
  }
  for (const BlindAsk& signatures : answered.blind) {
    for (const BlindAsk& messages : asked.blind) {
      if (messages.vct != signatures.vct || messages.day != signatures.day) continue;
      dossier.rows[{messages.vct, messages.day}] = {
          one.time, messages.messages, signatures.messages, {}};
    }
  }
}

void read_enrol(const Exchange& one, const Books& books, Dossiers& out) {
  const Enrol asked = must(parse_enrol(one.request), "read an enrolment");
  const Enrolled answered = must(parse_enrolled(one.answer), "read an answer to an enrolment");
  out[books.last.people.at(answered.id)].skew =
      static_cast<std::int64_t>(asked.time) - static_cast<std::int64_t>(one.time);
}

// Revocable showings are nobody's secret here: the handle was in an answer.
void read_sight(const Sight& sight, const Handles& handles, Dossiers& out) {
  if (sight.kind == Kind::blind) return;
  const auto at = handles.find(sight.tokens[0].handle);
  if (at == handles.end()) return;
  out[at->second].seen.push_back(sight.time);
  if (sight.tokens.size() == 1) out[at->second].alone[sight.tokens[0].vct].push_back(sight.time);
}

}  // namespace

Dossiers read_dossiers(const Books& books, const Rings& rings, const std::vector<Sight>& sights) {
  Dossiers out;
  Handles handles;
  for (const Exchange& one : books.enrols) read_enrol(one, books, out);
  for (const Exchange& one : books.collects) read_collect(one, books, out, handles);
  for (const Sight& sight : sights) read_sight(sight, handles, out);
  for (const auto& [key, count] : books.last.blind_used) {
    const auto& [person, vct, day] = key;
    out[person].used[{vct, day}] = count;
  }
  std::map<FactDay, std::vector<Asked*>> rows;
  for (auto& [person, dossier] : out) {
    for (auto& [of, row] : dossier.rows) {
      rows[of].push_back(&row);
      for (const BlindBytes& one : row.messages) {
        row.symbols.push_back(rings.at(of).symbols(one.view()));
      }
    }
  }
  for (const auto& [of, all] : rows) {
    turns(
        all, [](const Asked& row) { return row.time; }, &Asked::turn);
    turns(
        all, [](const Asked& row) { return blind_commitment(row.messages.front()); },
        &Asked::place);
  }
  return out;
}

Rings make_rings(const Books& books) {
  Rings out;
  for (const BlindSecret& one : books.keys) out.try_emplace({one.vct, one.day}, *one.key);
  return out;
}

std::vector<Trace> read_traces(const std::vector<Sight>& sights, const Rings& rings) {
  std::vector<Trace> out;
  for (std::size_t row = 0; row < sights.size(); ++row) {
    const Sight& sight = sights[row];
    if (sight.kind != Kind::blind) continue;
    Trace trace;
    trace.row = row;
    trace.of = {sight.tokens[0].vct, sight.expires};
    const Ring& ring = rings.at(trace.of);
    trace.encoded = ring.opened(sight.rsa);
    trace.salt = salt_of(trace.encoded);
    trace.symbols = ring.symbols(trace.encoded);
    trace.inverse = ring.inverse_factor(sight.rsa);
    out.push_back(std::move(trace));
  }
  std::map<FactDay, std::vector<Trace*>> all;
  for (Trace& trace : out) all[trace.of].push_back(&trace);
  for (const auto& [of, traces] : all) {
    turns(
        traces, [&](const Trace& trace) { return sights[trace.row].time; }, &Trace::turn);
  }
  return out;
}

}  // namespace whit::privacy
