// SPDX-License-Identifier: Apache-2.0
// A log's server that answers what it likes: nothing but the true leaves and entries comes out of
// a reader, and no proof of a run of leaves is good but the true one.
#include "fuzz/fuzz.h"
#include "log/log_files.h"
#include "log/range.h"
#include "log/tile_reader.h"

namespace whit::fuzz {
namespace {

constexpr std::uint64_t kSizes[] = {0, 1, 255, 256, 300, 512, 700};

// Moves are taken off the input, zeros where it ends.
class Moves {
 public:
  explicit Moves(Bytes input) : rest_(input) {}
  std::uint8_t one() {
    if (rest_.empty()) return 0;
    const std::uint8_t out = rest_[0];
    rest_ = rest_.subspan(1);
    return out;
  }
  std::size_t two() { return std::size_t{one()} << 8 | one(); }
  std::uint64_t eight() {
    std::uint64_t out = 0;
    for (int i = 0; i < 8; ++i) out = out << 8 | one();
    return out;
  }
  Bytes some(std::size_t count) {
    const Bytes out = rest_.first(std::min(count, rest_.size()));
    rest_ = rest_.subspan(out.size());
    return out;
  }

 private:
  Bytes rest_;
};

struct Truth {
  test::GrownLog log;
  std::map<std::uint64_t, Hash> roots;
  std::vector<Hash> leaves;
  Truth() {
    for (const std::uint64_t size : kSizes) {
      log.grow(size);
      roots[size] = log.tiles.root();
    }
    for (std::uint64_t i = 0; i < log.tiles.size(); ++i) leaves.push_back(test::ragged_leaf(i));
  }
};
const Truth& truth() {
  static const Truth one;
  return one;
}

// Liar gives the log's files, changed as the input says.
class Liar : public LogSource {
 public:
  explicit Liar(Moves& moves) : moves_(moves) {}
  Result<std::vector<std::uint8_t>> get(std::string_view path, std::size_t limit) override {
    const auto found = truth().log.source.files.find(path);
    const bool there = found != truth().log.source.files.end();
    std::vector<std::uint8_t> out = there ? found->second : std::vector<std::uint8_t>();
    switch (moves_.one() % 8) {
      case 1:
        if (!out.empty()) out[moves_.two() % out.size()] ^= moves_.one();
        return out;
      case 2:
        out.resize(moves_.two());
        return out;
      case 3: {
        const Bytes own = moves_.some(moves_.two());
        return std::vector<std::uint8_t>(own.begin(), own.end());
      }
      case 4:
        return Errc::not_found;
      case 5:
        return Errc::unreachable;
      case 6:
        return std::vector<std::uint8_t>(limit + moves_.one());  // it doesn't keep to limits, too
      default:
        break;
    }
    if (!there) return Errc::not_found;
    return out;
  }

 private:
  Moves& moves_;
};

void read(Moves& moves) {
  const std::uint64_t size = kSizes[moves.one() % std::size(kSizes)];
  Liar liar(moves);
  TileReader reader(liar, size, truth().roots.at(size));
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t begin = moves.two() % 800, end = begin + moves.two() % 800;
    if (const auto entries = reader.entries(begin, end)) {
      must(entries->size() == end - begin && end <= size);
      for (std::uint64_t k = begin; k < end; ++k) {
        must((*entries)[k - begin] == test::ragged_entry(k));
      }
    }
    if (const auto leaves = reader.leaves(begin, end)) {
      must(std::equal(leaves->begin(), leaves->end(), &truth().leaves[begin]));
    }
    if (const auto proof = reader.prove_inclusion(begin)) {
      must(verify_inclusion(truth().leaves[begin], begin, size, *proof, reader.root()));
    }
    if (const auto root = reader.root_at(end); root && truth().roots.count(end) > 0) {
      must(*root == truth().roots.at(end));
    }
  }
  // A tree that may be of any size: nothing leads to its root.
  TileReader absurd(liar, moves.eight(), truth().roots.at(1));
  if (absurd.size() > 1) must(!absurd.leaves(moves.eight(), moves.eight()).ok());
}

void prove(Moves& moves) {
  std::vector<Hash> leaves, proof;
  const std::uint64_t begin = moves.eight(), size = moves.eight();
  const std::size_t count = moves.one();
  for (Bytes next = moves.some(32); next.size() == 32; next = moves.some(32)) {
    (leaves.size() < count ? leaves : proof).push_back(Hash::from(next));
  }
  const Hash root = truth().roots.at(700);
  must(!verify_range(leaves, begin, size, proof, root));
  must(proof.empty() || !verify_inclusion(proof[0], begin, size, proof, root));
  if (size != begin) must(!verify_consistency(begin, size, truth().roots.at(300), root, proof));
}

}  // namespace

void run(Bytes input) {
  Moves moves(input);
  moves.one() % 2 == 0 ? read(moves) : prove(moves);
}

}  // namespace whit::fuzz
