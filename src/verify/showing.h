// SPDX-License-Identifier: Apache-2.0
// Showing: what was shown, as text or as CBOR, parsed in place. Spec: spec/token.md, section 8.
#pragma once

#include <array>
#include <cstdint>

#include "whit/token.h"
#include "whit/verdict.h"

namespace whit {

class Showing {
 public:
  // read parses `input`; it is `valid` when it has the shape of a presentation or a paper,
  // otherwise malformed or unsupported. `input` must outlive the showing.
  Verdict read(Bytes input) noexcept;

  Showing() = default;
  Showing(const Showing&) = delete;  // its tokens may point into itself
  Showing& operator=(const Showing&) = delete;

  bool is_paper() const noexcept { return paper_; }
  Kind kind() const noexcept { return phone_.tokens[0].kind; }
  Mode mode() const noexcept { return phone_.mode; }  // none of paper
  std::string_view iss() const noexcept { return phone_.tokens[0].iss; }
  const Presentation& phone() const noexcept { return phone_; }
  // find is the token of fact `vct`, or null.
  const Token* find(Vct vct) const noexcept;

 private:
  Verdict read_text(std::string_view text) noexcept;
  Verdict read_cbor(Bytes cbor) noexcept;
  Verdict read_phone(Bytes cbor) noexcept;
  Verdict read_paper(Bytes cbor) noexcept;

  std::array<std::uint8_t, kMaxPresentation> buffer_;  // what a text decodes to
  Presentation phone_;                                 // a paper is its one token, nothing else
  bool paper_ = false;
};

}  // namespace whit
