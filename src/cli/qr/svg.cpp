// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/markup.h"
#include "cli/qr/qr.h"

namespace whit {
namespace {

// A run of dark modules as a closed rectangle, one module high.
void append_run(std::string& out, int x, int y, int length) {
  const std::string width = std::to_string(length);
  out += 'M' + std::to_string(x) + ' ' + std::to_string(y);
  out += 'h' + width + "v1h-" + width + 'z';
}

std::string dark_path(const QrMatrix& qr) {
  std::string out;
  for (int y = 0; y < qr.size(); ++y) {
    for (int x = 0; x < qr.size();) {
      int end = x;
      while (qr.dark(end, y)) ++end;
      if (end > x) append_run(out, x + kQuietZone, y + kQuietZone, end - x);
      x = end + 1;
    }
  }
  return out;
}

}  // namespace

std::string qr_svg(const QrMatrix& qr, std::string_view title) {
  const std::string side = std::to_string(qr.size() + 2 * kQuietZone);
  std::string out = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + ' ' + side;
  out += R"(" shape-rendering="crispEdges" role="img">)";
  out += "\n<title>" + escape(title) + "</title>\n";
  out += R"(<path fill="#fff" d="M0 0h)" + side + 'v' + side + R"(H0z"/>)";
  out += '\n';
  out += R"(<path fill="#000" d=")" + dark_path(qr) + R"("/>)";
  out += "\n</svg>\n";
  return out;
}

}  // namespace whit
