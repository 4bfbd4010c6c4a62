// SPDX-License-Identifier: Apache-2.0
// The desk's work through a server's staff API (spec/staff-api.json).
#pragma once

#include <memory>

#include "cli/issuer/desk_work.h"
#include "cli/issuer/staff_login.h"

namespace whit::cli {

class RemoteDesk final : public DeskWork {
 public:
  RemoteDesk(Common common, StaffLogin login);

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
  UnixTime next_bundle() override { return 0; }

 private:
  Result<std::string> get(const std::string& path);
  Result<std::string> post(const std::string& path, const std::string& body);
  Result<WorkInvited> invited(const std::string& path);

  Common common_;
  StaffLogin login_;
  std::unique_ptr<HttpClient> client_;
};

// read_person, read_invited and the others take an answer of the API apart; a Failure where it
// isn't what spec/staff-api.json says.
WorkPerson read_person(std::string_view json);
WorkInvited read_invited(std::string_view json);
std::vector<WorkNotice> read_notices(std::string_view json);
std::vector<std::string> read_people(std::string_view json);
Who read_who(std::string_view json);

}  // namespace whit::cli
