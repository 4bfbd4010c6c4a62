#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Set-up of the README's session, run by scripts/sessions in an empty folder: the demo office is
# running, three witnesses cosign its log, P-0042 has collected, and a checker trusts the office and
# has its data.
set -euo pipefail
cp "$WHIT_ROOT/demo/flip-bit" .
echo "of a specimen, and no secret" >passphrase

# free_ports N: so many, one a line; all are held until the last is known.
free_ports() {
  python3 -c 'import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in held), sep="\n")' "$1"
}

# wait_for FILE: until the service that writes it listens.
wait_for() {
  for _ in $(seq 300); do
    grep -q '^listening on' "$1" && return
    sleep 0.1
  done
  return 1
}

mapfile -t ports < <(free_ports 4)
for i in 1 2 3; do
  whit-audit witness new -o "w$i.key" --name "w$i.example" --url "http://127.0.0.1:${ports[i]}" \
    --passphrase-fd 3 3<passphrase | grep '^witness' >>policy
done
printf 'group two 2 w1.example w2.example w3.example\nquorum two\n' >>policy
whit-issuer init office --iss dlo --name "Demo labour office" --origin demo.whit.example/ \
  --url "http://127.0.0.1:${ports[0]}" --witnesses policy --specimen --passphrase-fd 3 3<passphrase
known=()
while read -r key; do known+=(--log "$key"); done \
  < <(whit-issuer log status --dir office | sed -n 's/^key  *//p')
for i in 1 2 3; do
  whit-audit witness serve -k "w$i.key" --state "w$i" "${known[@]}" --passphrase-fd 3 \
    --listen "127.0.0.1:${ports[i]}" 3<passphrase >"w$i.out" 2>&1 &
done
for i in 1 2 3; do wait_for "w$i.out"; done
whit-issuer catalogue apply "$WHIT_ROOT/tests/support/catalogue.json" --dir office
whit-issuer import "$WHIT_ROOT/demo/register.csv" --dir office --passphrase-fd 3 3<passphrase
whit-issuer trust -o trust.cbor --dir office
whit-issuer invite P-0042 --png letter.png --pin-file pin --dir office --passphrase-fd 3 3<passphrase
whit-issuer serve --listen "127.0.0.1:${ports[0]}" --dir office --passphrase-fd 3 3<passphrase \
  >serve.out 2>&1 &
wait_for serve.out
whit-wallet accept letter.png --trust trust.cbor --yes --pin-fd 4 --passphrase-fd 3 3<passphrase 4<pin
whit-verify trust add trust.cbor --yes
whit-verify bundle update
