// SPDX-License-Identifier: Apache-2.0
// The desk's work on the machine that holds the register, beside `serve` or without it.
#pragma once

#include <memory>

#include "cli/issuer/desk_work.h"
#include "store/desk.h"
#include "store/staff.h"

namespace whit::cli {

// LocalDesk opens the register with the vault's passphrase, as the operator or, with --as, as an
// account that signs in.
class LocalDesk final : public DeskWork {
 public:
  LocalDesk(const Common& common, Rng& rng);

  Who who() override;
  UnixTime now() override { return now_of(common_); }
  Result<WorkPerson> find(const std::string& subject) override;
  Result<std::vector<std::string>> own(const std::string& after) override;
  Result<WorkInvited> invite(const std::string& subject) override;
  Result<WorkInvited> lost_phone(const std::string& subject) override;
  Status end_fact(const std::string& subject, const std::string& slug, Day from,
                  const std::string& reason) override;
  Status reinstate(const std::string& subject, const std::string& slug) override;
  Result<std::vector<WorkNotice>> notices() override;
  Status confirm(std::int64_t notice, std::optional<Day> until) override;
  Status refuse(std::int64_t notice) override;
  Status stop(const StopCode& code) override;
  LetterOffice office() override;
  UnixTime next_bundle() override;

  // For letters in bulk, which are made here alone.
  Desk& desk() noexcept { return desk_; }
  const Actor& actor() const noexcept { return actor_; }

 private:
  std::string slug_of(Vct vct) const;
  Vct vct_of(const std::string& slug) const;

  Common common_;
  Folder folder_;
  std::unique_ptr<IssuerService> service_;
  StaffOffice staff_;
  Desk desk_;
  Actor actor_;
};

// as_texts is an invitation as it is printed.
WorkInvited as_texts(const Invited& invited);

}  // namespace whit::cli
