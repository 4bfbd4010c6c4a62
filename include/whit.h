/* SPDX-License-Identifier: Apache-2.0
 *
 * whit: offline verification of one fact. The C interface of libwhit-verify.
 *
 * Conventions, for every function here:
 *  - 1 is yes and 0 is no; nothing returns anything else. `if (whit_verify(...))` is safe.
 *  - Pointers are not NULL unless it says so, or unless their length is 0. None is kept after the
 *    call, except by *_new and *_open for what they copy.
 *  - A zeroed struct is valid input and never means "valid".
 *  - Times are seconds since 1970-01-01T00:00:00Z. The library reads no clock, opens no file or
 *    socket and keeps no state beyond the objects below.
 *  - Different objects may be used by different threads; a bundle or policy by many at once.
 *
 * Spec: spec/verify.md, section 12. The same in C++: whit/verify.h.
 */
#ifndef WHIT_H
#define WHIT_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define WHIT_API __attribute__((visibility("default")))
#define WHIT_LOOK_AT __attribute__((warn_unused_result))
#else
#define WHIT_API
#define WHIT_LOOK_AT
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Verdicts: names and numbers are fixed for ever, and 0 is a refusal. */
enum {
  WHIT_MALFORMED = 0,
  WHIT_VALID = 1,
  WHIT_UNSUPPORTED = 2,
  WHIT_MISSING_FACT = 3,
  WHIT_UNKNOWN_KEY = 4,
  WHIT_BAD_SIGNATURE = 5,
  WHIT_BAD_HOLDER_PROOF = 6,
  WHIT_STALE_PROOF = 7,
  WHIT_REPLAYED = 8,
  WHIT_WRONG_AUDIENCE = 9,
  WHIT_NOT_YET_VALID = 10,
  WHIT_EXPIRED = 11,
  WHIT_WITHDRAWN = 12,
  WHIT_KIND_REFUSED = 13,
  WHIT_MODE_REFUSED = 14,
  WHIT_NO_BUNDLE = 15,
  WHIT_STALE_BUNDLE = 16,
  WHIT_CLOCK_DOUBTFUL = 17,
  WHIT_DOCUMENT_MISMATCH = 18,
  WHIT_DOCUMENT_NOT_COMPARED = 19,
  WHIT_KEY_WITHDRAWN = 20,
  WHIT_SPECIMEN = 21
};

/* Classes: what decides icon, word and sound. */
enum { WHIT_CLASS_NO = 0, WHIT_CLASS_YES = 1, WHIT_CLASS_CANNOT_TELL = 2, WHIT_CLASS_SPECIMEN = 3 };

/* whit_bundle is an issuer's signed data, opened and checked. */
typedef struct whit_bundle whit_bundle;

/* whit_policy is a question: a preset of a bundle, or something narrower. */
typedef struct whit_policy whit_policy;

/* whit_replay remembers for 120 s which codes were accepted. One thread at a time. */
typedef struct whit_replay whit_replay;

/* whit_narrowing is what a site may change of a preset; 0 leaves a field as the preset has it.
 * kinds: 1 revocable, 2 blind, 4 paper. modes: 1 one-way, 2 posted, 4 challenge. */
typedef struct whit_narrowing {
  uint8_t kinds;
  uint8_t modes;
  uint8_t binding;      /* 1: the document too */
  uint64_t max_age;     /* seconds */
  uint64_t answer_time; /* seconds */
} whit_narrowing;

/* whit_context is what the checker knows beyond the issuer's data. */
typedef struct whit_context {
  uint64_t now;
  uint64_t floor;    /* newest signed time seen, 0 for none */
  const char* name;  /* own name, NULL or "" for none */
  uint8_t has_nonce; /* 1 while a question is open */
  uint8_t nonce[16]; /* of that question */
  uint64_t elapsed;  /* seconds since it was asked, by the asker's own timer */
  uint64_t until;    /* its "answer until", 0 for none */
} whit_context;

/* whit_fact is the answer for one asked fact. Strings end in a zero byte. */
typedef struct whit_fact {
  uint16_t vct;
  uint8_t verdict;
  uint8_t value_type; /* 0 none, 1 number, 2 text */
  uint32_t number;
  char text[17];
  char slug[25];
} whit_fact;

/* whit_report is all that a verifier learns. */
typedef struct whit_report {
  uint8_t verdict;
  uint8_t verdict_class;
  uint8_t training; /* what a specimen would have been; 0 unless verdict is WHIT_SPECIMEN */
  uint8_t kind;     /* 0 none, 1 revocable, 2 blind, 4 paper */
  uint8_t mode;     /* 0 none, 1 one-way, 2 posted, 4 challenge */
  uint8_t count;    /* of facts */
  whit_fact facts[4];
  uint64_t signed_at;    /* by the holder, 0 for paper */
  uint64_t now;          /* the time it was judged at */
  uint64_t issued;       /* of the bundle, 0 without one */
  int64_t age;           /* now - issued */
  uint8_t replay_id[96]; /* for whit_replay_admit alone */
} whit_report;

/* whit_bundle_open sets `*out` to the bundle of `file` (the one-file form), checked against the
 * trust file `trust`. Otherwise it sets `*out` to NULL and, if `why` is not NULL, `*why` to an
 * error for whit_error_sentence. */
WHIT_API WHIT_LOOK_AT int whit_bundle_open(const uint8_t* trust, size_t trust_size,
                                           const uint8_t* file, size_t file_size, whit_bundle** out,
                                           uint16_t* why);
/* whit_bundle_free frees `bundle`, which may be NULL. */
WHIT_API void whit_bundle_free(whit_bundle* bundle);
/* whit_bundle_notes tells what the bundle can't vouch for: bit 1, no withdrawals; bit 2, its root
 * makes specimens only. Bit 0 is never set: a bundle without a proof from the log doesn't open. */
WHIT_API uint32_t whit_bundle_notes(const whit_bundle* bundle);

/* whit_policy_new sets `*out` to the preset named `preset`, narrowed by `narrowing` (may be NULL);
 * or to NULL with `*why` (may be NULL) saying that there is none or that it would widen. */
WHIT_API WHIT_LOOK_AT int whit_policy_new(const whit_bundle* bundle, const char* preset,
                                          const whit_narrowing* narrowing, whit_policy** out,
                                          uint16_t* why);
WHIT_API void whit_policy_free(whit_policy* policy);

/* whit_verify answers whether `showing` (the text of a QR code, or bare CBOR) proves what `policy`
 * asks: 1 iff it is WHIT_VALID. `bundle` and `policy` may be NULL: WHIT_NO_BUNDLE at best. `report`
 * always holds the whole answer. */
WHIT_API WHIT_LOOK_AT int whit_verify(const whit_bundle* bundle, const whit_policy* policy,
                                      const whit_context* context, const uint8_t* showing,
                                      size_t showing_size, whit_report* report);

/* whit_replay_new is an empty window, or NULL without memory. */
WHIT_API whit_replay* whit_replay_new(void);
WHIT_API void whit_replay_free(whit_replay* replay);
/* whit_replay_admit turns `report` into WHIT_REPLAYED when its code was accepted before; the very
 * same bytes within 15 s repeat the answer. 1 iff the report is WHIT_VALID afterwards. */
WHIT_API WHIT_LOOK_AT int whit_replay_admit(whit_replay* replay, whit_report* report);

/* whit_verdict_name is "malformed", "valid" and so on; "" for a number that is no verdict. */
WHIT_API const char* whit_verdict_name(uint8_t verdict);
/* whit_error_sentence says an error of this interface to a person; "" for an unknown one. */
WHIT_API const char* whit_error_sentence(uint16_t why);

#ifdef __cplusplus
}
#endif

#endif /* WHIT_H */
