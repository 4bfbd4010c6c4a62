// SPDX-License-Identifier: Apache-2.0
// A service on a file of its own, which can be closed and opened again.
#pragma once

#include <memory>
#include <string>

#include "issue/wallet.h"
#include "store/service.h"

namespace whit::test {

// Text is an import's source: pieces of a text.
class TextSource final : public IssuerService::Source {
 public:
  explicit TextSource(std::string text, std::size_t piece = 65536)
      : text_(std::move(text)), piece_(piece) {}
  Result<Bytes> next() override;
  Status rewind() override;

 private:
  std::string text_;
  std::size_t piece_, at_ = 0;
};

class Office {
 public:
  explicit Office(Issuing issuing = make_issuing(), std::uint64_t seed = 1);
  Office(const Office&) = delete;
  ~Office();

  void close() { service_.reset(); }
  void open();
  IssuerService& service() { return *service_; }
  const Issuing& issuing() const { return issuing_; }
  const std::string& path() const { return path_; }

  ImportSummary import(const std::string& csv, ImportRun run = ImportRun::apply,
                       ImportRule rule = ImportRule::skip_bad_lines);
  Result<ImportSummary> import(const std::string& csv, const ImportOrder& order,
                               UnixTime now = kNoon);
  // enrol brings a wallet in, by a fresh invitation.
  Wallet enrol(const std::string& subject, std::uint64_t seed, UnixTime now = kNoon);

 private:
  std::string folder_, path_;
  Issuing issuing_;
  SeededRng rng_;
  std::unique_ptr<IssuerService> service_;
};

// register_of is a CSV file: each of the facts for each of `people` subjects P-1, P-2, ...
std::string register_of(int people, const std::string& facts = "work-permit-valid,tax-current");

// code_of is an error, or Errc{} where there is none.
template <class T>
Errc code_of(const Result<T>& result) {
  return result.ok() ? Errc{} : result.error().code;
}

}  // namespace whit::test
