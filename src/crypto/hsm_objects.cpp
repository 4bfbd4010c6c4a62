// SPDX-License-Identifier: Apache-2.0
#include "crypto/hsm_objects.h"

#include <algorithm>
#include <array>

namespace whit {
namespace {

using Session = HsmToken::Session;

constexpr std::string_view kUnnamed = "whit unnamed";
constexpr std::size_t kMostKeys = 4096;   // in a token; far more than an issuer ever has
constexpr std::size_t kLongestName = 64;  // bytes of a label
// edwards25519 in CKA_EC_PARAMS (PKCS#11 3.0, 2.3.5): an object identifier, or a PrintableString.
constexpr std::array<CK_BYTE, 5> kOid = {0x06, 0x03, 0x2b, 0x65, 0x70};
constexpr std::array<CK_BYTE, 14> kPrintable = {0x13, 0x0c, 'e', 'd', 'w', 'a', 'r',
                                                'd',  's',  '2', '5', '5', '1', '9'};

// attribute views `value`, which the module only reads.
template <class T>
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const T& value) noexcept {
  return {type, const_cast<T*>(&value), sizeof value};
}
CK_ATTRIBUTE text_attribute(CK_ATTRIBUTE_TYPE type, std::string_view text) noexcept {
  return {type, const_cast<char*>(text.data()), static_cast<CK_ULONG>(text.size())};
}

constexpr CK_BBOOL kYes = CK_TRUE, kNo = CK_FALSE;
constexpr CK_KEY_TYPE kEdwards = CKK_EC_EDWARDS;

template <std::size_t N>
bool generate_with(Session& session, const std::array<CK_BYTE, N>& curve, KeyPair& out) noexcept {
  CK_MECHANISM mechanism{CKM_EC_EDWARDS_KEY_PAIR_GEN, nullptr, 0};
  std::array open = {attribute(CKA_TOKEN, kYes), attribute(CKA_PRIVATE, kNo),
                     attribute(CKA_VERIFY, kYes), text_attribute(CKA_LABEL, kUnnamed),
                     attribute(CKA_EC_PARAMS, curve)};
  std::array secret = {attribute(CKA_TOKEN, kYes),     attribute(CKA_PRIVATE, kYes),
                       attribute(CKA_SENSITIVE, kYes), attribute(CKA_EXTRACTABLE, kNo),
                       attribute(CKA_SIGN, kYes),      text_attribute(CKA_LABEL, kUnnamed)};
  return session.is_ok(
      session.functions().C_GenerateKeyPair(session.handle(), &mechanism, open.data(), open.size(),
                                            secret.data(), secret.size(), &out.open, &out.secret));
}

// Search ends its search whatever happens.
class Search {
 public:
  Search(Session& session, CK_ATTRIBUTE* wanted, CK_ULONG count) noexcept : session_(session) {
    begun_ =
        session_.is_ok(session_.functions().C_FindObjectsInit(session_.handle(), wanted, count));
  }
  ~Search() {
    if (begun_) session_.functions().C_FindObjectsFinal(session_.handle());
  }
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;
  bool begun() const noexcept { return begun_; }

 private:
  Session& session_;
  bool begun_ = false;
};

}  // namespace

Result<KeyPair> generate_pair(Session& session) noexcept {
  KeyPair out;
  if (generate_with(session, kOid, out)) return out;
  const Errc first = session.error();
  if (generate_with(session, kPrintable, out)) return out;
  // A device that is gone says so both times; what only one spelling gives is about the curve.
  return first == session.error() ? first : Errc::hsm_unfit;
}

Status check_sealed(Session& session, CK_OBJECT_HANDLE secret) noexcept {
  CK_BBOOL sensitive = CK_FALSE, extractable = CK_TRUE;
  std::array wanted = {CK_ATTRIBUTE{CKA_SENSITIVE, &sensitive, sizeof sensitive},
                       CK_ATTRIBUTE{CKA_EXTRACTABLE, &extractable, sizeof extractable}};
  if (!session.is_ok(session.functions().C_GetAttributeValue(session.handle(), secret,
                                                             wanted.data(), wanted.size()))) {
    return session.error();
  }
  return sensitive == CK_TRUE && extractable == CK_FALSE ? Status() : Status(Errc::hsm_unfit);
}

// The point is 32 bytes, bare or in an OCTET STRING or BIT STRING.
Result<PublicKey> read_public(Session& session, CK_OBJECT_HANDLE open) noexcept {
  std::array<CK_BYTE, 64> point{};
  CK_ATTRIBUTE wanted{CKA_EC_POINT, point.data(), point.size()};
  if (!session.is_ok(session.functions().C_GetAttributeValue(session.handle(), open, &wanted, 1))) {
    return session.error();
  }
  if (wanted.ulValueLen > point.size()) return Errc::hsm_unfit;
  const Bytes all = Bytes(point).first(wanted.ulValueLen);
  constexpr std::size_t kSize = PublicKey::kSize;
  if (all.size() == kSize) return PublicKey::from(all);
  if (all.size() == kSize + 2 && all[0] == 0x04 && all[1] == kSize) {
    return PublicKey::from(all.last(kSize));
  }
  if (all.size() == kSize + 3 && all[0] == 0x03 && all[1] == kSize + 1 && all[2] == 0) {
    return PublicKey::from(all.last(kSize));
  }
  return Errc::hsm_unfit;
}

Status set_name(Session& session, CK_OBJECT_HANDLE key, std::string_view name) noexcept {
  std::array wanted = {text_attribute(CKA_LABEL, name), text_attribute(CKA_ID, name)};
  if (!session.is_ok(session.functions().C_SetAttributeValue(session.handle(), key, wanted.data(),
                                                             wanted.size()))) {
    return session.error();
  }
  return {};
}

Result<std::string> read_name(Session& session, CK_OBJECT_HANDLE key) noexcept {
  std::array<char, kLongestName> text{};
  CK_ATTRIBUTE wanted{CKA_LABEL, text.data(), text.size()};
  const CK_RV answer = session.functions().C_GetAttributeValue(session.handle(), key, &wanted, 1);
  if (answer == CKR_BUFFER_TOO_SMALL) return std::string();  // no name of ours is as long
  if (!session.is_ok(answer)) return session.error();
  return std::string(text.data(), std::min<std::size_t>(wanted.ulValueLen, text.size()));
}

Result<std::vector<CK_OBJECT_HANDLE>> find_keys(Session& session, CK_OBJECT_CLASS half,
                                                std::string_view name) noexcept {
  std::array wanted = {attribute(CKA_CLASS, half), attribute(CKA_KEY_TYPE, kEdwards),
                       text_attribute(CKA_LABEL, name)};
  const Search search(session, wanted.data(), name.empty() ? 2 : 3);
  if (!search.begun()) return session.error();
  std::vector<CK_OBJECT_HANDLE> out;
  std::array<CK_OBJECT_HANDLE, 64> some{};
  for (CK_ULONG count = 1; count != 0 && out.size() < kMostKeys;) {
    count = 0;
    if (!session.is_ok(session.functions().C_FindObjects(session.handle(), some.data(), some.size(),
                                                         &count))) {
      return session.error();
    }
    if (count > some.size()) return Errc::hsm_failed;
    out.insert(out.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return out;
}

Result<CK_OBJECT_HANDLE> find_key(Session& session, CK_OBJECT_CLASS half,
                                  std::string_view name) noexcept {
  WHIT_TRY(const auto found, find_keys(session, half, name));
  if (found.empty()) return Errc::hsm_no_key;
  return found.front();
}

}  // namespace whit
