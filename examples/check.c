/* SPDX-License-Identifier: Apache-2.0
 * check TRUST BUNDLE PRESET CODE [NOW]: one check with the C interface. 0 yes, 1 no, 2 cannot tell.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <whit.h>

static uint8_t trust[4096], file[1 << 24], code[4096];

static size_t read_file(const char* path, uint8_t* to, size_t room) {
  FILE* in = fopen(path, "rb");
  const size_t size = in ? fread(to, 1, room, in) : 0;
  if (in) fclose(in);
  return size;
}

int main(int argc, char** argv) {
  whit_bundle* bundle;
  whit_policy* policy;
  whit_report report;
  whit_context context = {0};
  uint16_t why;
  if (argc < 5) return 3;
  if (!whit_bundle_open(trust, read_file(argv[1], trust, sizeof trust), file,
                        read_file(argv[2], file, sizeof file), &bundle, &why) ||
      !whit_policy_new(bundle, argv[3], NULL, &policy, &why)) {
    fprintf(stderr, "check: error: %s\n", whit_error_sentence(why));
    return 3;
  }
  context.now = argc > 5 ? strtoull(argv[5], NULL, 10) : (uint64_t)time(NULL);
  const size_t size = read_file(argv[4], code, sizeof code);
  const int yes = whit_verify(bundle, policy, &context, code, size, &report);
  puts(whit_verdict_name(report.verdict));
  whit_policy_free(policy);
  whit_bundle_free(bundle);
  return yes ? 0 : report.verdict_class == WHIT_CLASS_CANNOT_TELL ? 2 : 1;
}
