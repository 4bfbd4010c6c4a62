# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154,SC2034
# The demo's public log: three witnesses that don't know each other, and an auditor. Sourced by
# scripts/demo, whose step, line, tool and could_not it uses.

WITNESSES=(north south east)
declare -A WITNESS_PORT WITNESS_PID

# A key for each witness, and the policy by which any two of them are enough.
witnesses_step() {
  local name
  step 3 witnesses
  for name in "${WITNESSES[@]}"; do
    WITNESS_PORT[$name]=$(free_port)
    tool audit witness new -o "$name.key" --name "$name.witness.example" \
      --url "http://127.0.0.1:${WITNESS_PORT[$name]}" --passphrase-fd 3
    sed -n "s/^witness [^ ]*/witness $name/p" last.out >>policy
  done
  printf 'group two 2 %s\nquorum two\n' "${WITNESSES[*]}" >>policy
  echo "${WITNESSES[*]}: a key each; two of three must sign"
}

# Each is a program of its own, with a folder of its own, and knows the log's keys alone.
start_witnesses() {
  local name key known=()
  tool issuer log status --dir issuer
  while read -r key; do known+=(--log "$key"); done < <(sed -n 's/^key  *//p' last.out)
  [ ${#known[@]} -gt 0 ] || could_not "the issuer names no key of its log"
  for name in "${WITNESSES[@]}"; do
    "$BIN/whit-audit" witness serve -k "$name.key" --state "$name" "${known[@]}" \
      --listen "127.0.0.1:${WITNESS_PORT[$name]}" --passphrase-fd 3 \
      3<<<"$PASSPHRASE" >"$name.out" 2>"$name.err" </dev/null &
    WITNESS_PID[$name]=$!
  done
  for name in "${WITNESSES[@]}"; do
    wait_for "$name.out" "${WITNESS_PID[$name]}" "$name.err" "the witness $name"
  done
}

stop_witness() {
  local name=$1
  [ -n "${WITNESS_PID[$name]:-}" ] || return 0
  kill "${WITNESS_PID[$name]}" 2>/dev/null || true
  wait "${WITNESS_PID[$name]}" 2>/dev/null || true
  WITNESS_PID[$name]=''
}

stop_witnesses() {
  local name
  for name in "${WITNESSES[@]}"; do stop_witness "$name"; done
}

# found SED-SCRIPT: what it finds in what the last tool said.
found() { sed -nE "$1" last.out | head -n 1; }

# flip_bit FILE: changes one bit in its middle.
flip_bit() {
  "$WHIT_PYTHON" -c 'import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[1], "wb").write(data)' "$1"
}

# The log is published as plain files. An auditor who has nothing but the trust file takes them over
# and judges all of it; then once more with one bit of one entry changed.
audit_step() {
  local got=0 tokens rest
  step 11 audit
  stop_witness east
  tool issuer epoch close --today --dir issuer --passphrase-fd 3
  tool issuer publish site --dir issuer --passphrase-fd 3
  echo "$(find site/log -type f | wc -l) plain files, cosigned by ${WITNESSES[*]:0:2}; east is down, and two are enough"
  tool audit init site --trust trust.cbor --dir auditor
  tool audit sync --dir auditor
  tool audit check --dir auditor
  tokens=$(found 's/^([0-9,]+ tokens with pads), .*/\1/p')
  rest=$(found 's/^.* with pads, (counts = headers; [0-9]+ keys?, each logged before use).*/\1/p')
  [ -n "$tokens" ] && [ -n "$rest" ] || wrong=1
  line "$tokens, by fact and key; no person"
  line "$rest; $(found 's/^log 1.*(seen by .*)/\1/p')"
  cp -r site tampered
  flip_bit "$(find tampered/log/1/tile/entries -type f | sort | tail -n 1)"
  "$BIN/whit-audit" sync --from tampered --full --dir auditor >last.out 2>last.err </dev/null || got=$?
  if [ $got -eq 7 ]; then
    line "one bit of the published log changed: refused, $(found 's/^finding: ([a-z-]+):.*/\1/p')"
    line "what was found is kept as evidence: $(found 's|^.* -> .*/||p')"
  else
    line "${RED}one bit of the published log changed: exit $got, expected 7${PLAIN}"
    wrong=1
  fi
}
