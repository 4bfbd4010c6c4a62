// SPDX-License-Identifier: Apache-2.0
#include <qrencode.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/qr/qr.h"

namespace whit {
namespace {

struct FreeInput {
  void operator()(QRinput* input) const { QRinput_free(input); }
};
struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, FreeCode>;

constexpr int kMaxCharacters = 4296;  // alphanumeric in 40-L; nothing longer fits

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
         std::string_view(" $%*+-./:").find(c) != std::string_view::npos;
}

QRecLevel library_level(QrLevel level) {
  switch (level) {
    case QrLevel::low:
      return QR_ECLEVEL_L;
    case QrLevel::medium:
      return QR_ECLEVEL_M;
    case QrLevel::quartile:
      return QR_ECLEVEL_Q;
    case QrLevel::high:
      return QR_ECLEVEL_H;
  }
  return QR_ECLEVEL_H;
}

// Version 0 asks the library for the smallest one.
Code encode(std::string_view text, QrLevel level) {
  const std::unique_ptr<QRinput, FreeInput> input(QRinput_new2(0, library_level(level)));
  if (input == nullptr) return nullptr;
  const bool alphanumeric = std::all_of(text.begin(), text.end(), is_alphanumeric);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const int length = static_cast<int>(text.size());
  if (QRinput_append(input.get(), alphanumeric ? QR_MODE_AN : QR_MODE_8, length, bytes) != 0) {
    return nullptr;
  }
  return Code(QRcode_encodeInput(input.get()));
}

}  // namespace

QrMatrix::QrMatrix(int version, QrLevel level, std::vector<bool> dark)
    : version_(version), level_(level), dark_(std::move(dark)) {}

bool QrMatrix::dark(int x, int y) const {
  if (x < 0 || y < 0 || x >= size() || y >= size()) return false;
  return dark_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size()) +
               static_cast<std::size_t>(x)];
}

Result<QrMatrix> make_qr(std::string_view text, QrLevel at_least) {
  if (text.empty()) return Errc::wrong_length;
  if (text.size() > kMaxCharacters) return Errc::too_large;
  Code best = encode(text, at_least);
  if (best == nullptr) return Errc::too_large;
  QrLevel level = at_least;
  while (level != QrLevel::high) {
    const auto next = static_cast<QrLevel>(static_cast<int>(level) + 1);
    Code higher = encode(text, next);
    if (higher == nullptr || higher->version != best->version) break;
    best = std::move(higher);
    level = next;
  }
  const std::size_t modules =
      static_cast<std::size_t>(best->width) * static_cast<std::size_t>(best->width);
  std::vector<bool> dark(modules);
  for (std::size_t i = 0; i < modules; ++i) dark[i] = (best->data[i] & 1) != 0;
  return QrMatrix(best->version, level, std::move(dark));
}

}  // namespace whit
