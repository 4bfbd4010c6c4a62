// SPDX-License-Identifier: Apache-2.0
// A PKCS#11 module in front of a real one, which lets it go wrong as devices do. What goes wrong is
// one word in the file that WHIT_TOKEN_FAULT names; an empty or missing file is no fault. Each
// login adds a byte to the same name with .logins. WHIT_TOKEN_MODULE is the real module.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace {

CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST ours;
std::atomic<int> open_sessions{0};

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool is(std::string_view fault) {
  std::ifstream file(from_environment("WHIT_TOKEN_FAULT"));
  std::string word;
  std::getline(file, word);
  return word == fault;
}

void forget_fault() { std::ofstream(from_environment("WHIT_TOKEN_FAULT")).flush(); }

CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
  const CK_RV answer = real->C_GetTokenInfo(slot, info);
  if (is("pin-locked")) info->flags |= CKF_USER_PIN_LOCKED;
  if (is("last-try")) info->flags |= CKF_USER_PIN_FINAL_TRY;
  return answer;
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG size) {
  std::ofstream(from_environment("WHIT_TOKEN_FAULT") + ".logins", std::ios::app) << 'x';
  return is("pin-locks-now") ? CKR_PIN_LOCKED : real->C_Login(session, user, pin, size);
}

CK_RV get_slot_list(CK_BBOOL present, CK_SLOT_ID* slots, CK_ULONG* count) {
  return is("gone") ? CKR_DEVICE_REMOVED : real->C_GetSlotList(present, slots, count);
}

CK_RV get_mechanism_info(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info) {
  if (is("no-eddsa") && type == CKM_EDDSA) return CKR_MECHANISM_INVALID;
  return real->C_GetMechanismInfo(slot, type, info);
}

CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, void* about, CK_NOTIFY notify,
                   CK_SESSION_HANDLE* out) {
  if (is("gone")) return CKR_DEVICE_REMOVED;
  if (is("three-sessions") && open_sessions >= 3) return CKR_SESSION_COUNT;
  const CK_RV answer = real->C_OpenSession(slot, flags, about, notify, out);
  if (answer == CKR_OK) ++open_sessions;
  return answer;
}

CK_RV close_session(CK_SESSION_HANDLE session) {
  --open_sessions;
  return real->C_CloseSession(session);
}

CK_RV finalize(void* reserved) {
  open_sessions = 0;
  return real->C_Finalize(reserved);
}

CK_RV find_objects_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE* wanted, CK_ULONG count) {
  return is("gone") ? CKR_DEVICE_REMOVED : real->C_FindObjectsInit(session, wanted, count);
}

CK_RV generate_pair(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_ATTRIBUTE* open,
                    CK_ULONG open_count, CK_ATTRIBUTE* secret, CK_ULONG secret_count,
                    CK_OBJECT_HANDLE* open_out, CK_OBJECT_HANDLE* secret_out) {
  if (is("gone")) return CKR_DEVICE_REMOVED;
  for (CK_ULONG i = 0; i < open_count; ++i) {
    if (open[i].type != CKA_EC_PARAMS) continue;
    const bool oid = *static_cast<const CK_BYTE*>(open[i].pValue) == 0x06;
    if ((is("printable-only") && oid) || is("other-curves")) return CKR_CURVE_NOT_SUPPORTED;
  }
  return real->C_GenerateKeyPair(session, mechanism, open, open_count, secret, secret_count,
                                 open_out, secret_out);
}

// take_prefix makes of an OCTET STRING the bytes in it.
void take_prefix(CK_ATTRIBUTE& point) {
  auto* bytes = static_cast<CK_BYTE*>(point.pValue);
  for (CK_ULONG i = 2; i < point.ulValueLen; ++i) bytes[i - 2] = bytes[i];
  point.ulValueLen -= 2;
}

CK_RV get_attributes(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* wanted,
                     CK_ULONG count) {
  const CK_RV answer = real->C_GetAttributeValue(session, object, wanted, count);
  for (CK_ULONG i = 0; answer == CKR_OK && i < count; ++i) {
    if (is("extractable") && wanted[i].type == CKA_EXTRACTABLE) {
      *static_cast<CK_BBOOL*>(wanted[i].pValue) = CK_TRUE;
    }
    if (is("raw-point") && wanted[i].type == CKA_EC_POINT) take_prefix(wanted[i]);
    if (is("short-point") && wanted[i].type == CKA_EC_POINT) wanted[i].ulValueLen -= 1;
  }
  return answer;
}

CK_RV set_attributes(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* wanted,
                     CK_ULONG count) {
  if (is("no-names")) return CKR_ATTRIBUTE_READ_ONLY;
  return real->C_SetAttributeValue(session, object, wanted, count);
}

CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
  if (is("gone")) return CKR_DEVICE_REMOVED;
  if (is("session-lost")) {
    forget_fault();
    close_session(session);
    return CKR_SESSION_HANDLE_INVALID;
  }
  return real->C_SignInit(session, mechanism, key);
}

CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE* message, CK_ULONG size, CK_BYTE* out,
           CK_ULONG* out_size) {
  const CK_RV answer = real->C_Sign(session, message, size, out, out_size);
  if (is("bad-signature")) out[40] ^= 1;
  if (is("short-signature")) *out_size -= 1;
  return answer;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** out) {
  void* library = ::dlopen(from_environment("WHIT_TOKEN_MODULE").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return CKR_GENERAL_ERROR;
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
  if (get == nullptr || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  ours = *real;
  ours.C_GetTokenInfo = get_token_info;
  ours.C_Login = login;
  ours.C_GetSlotList = get_slot_list;
  ours.C_GetMechanismInfo = get_mechanism_info;
  ours.C_OpenSession = open_session;
  ours.C_CloseSession = close_session;
  ours.C_Finalize = finalize;
  ours.C_FindObjectsInit = find_objects_init;
  ours.C_GenerateKeyPair = generate_pair;
  ours.C_GetAttributeValue = get_attributes;
  ours.C_SetAttributeValue = set_attributes;
  ours.C_SignInit = sign_init;
  ours.C_Sign = sign;
  *out = &ours;
  return CKR_OK;
}
