// SPDX-License-Identifier: Apache-2.0
#include "status/chain.h"

#include "crypto/hash.h"
#include "crypto/siphash.h"

namespace whit {

Seed ratchet(const Seed& seed) noexcept {
  return Seed::from(sha256({domain("whit/ratchet/v1"), seed.view()}).view().first(Seed::kSize));
}

Seed ratchet_by(Seed seed, Day days) noexcept {
  for (Day i = 0; i < days; ++i) seed = ratchet(seed);
  return seed;
}

HandleKey::HandleKey(const Seed& seed) noexcept {
  const Hash hash = sha256({domain("whit/handle/v1"), seed.view()});
  std::copy_n(hash.bytes.begin(), key_.size(), key_.begin());
}

Handle HandleKey::handle(std::uint64_t i) const noexcept {
  std::array<std::uint8_t, 8> index{};
  for (std::size_t byte = 0; byte < index.size(); ++byte) {
    index[byte] = static_cast<std::uint8_t>(i >> (8 * byte));
  }
  return Handle{siphash24(key_, index)};
}

}  // namespace whit
