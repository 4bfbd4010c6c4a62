#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Set-up of the README's session, run by scripts/sessions in an empty folder: the demo office is
# running, P-0042 has collected, and a checker trusts the office and has its data.
set -euo pipefail
cp "$WHIT_ROOT/demo/flip-bit" .
echo "of a specimen, and no secret" >passphrase
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
whit-issuer init office --iss dlo --name "Demo labour office" --origin demo.whit.example \
  --url "http://127.0.0.1:$port" --specimen --passphrase-fd 3 3<passphrase
whit-issuer catalogue apply "$WHIT_ROOT/demo/catalogue.json" --dir office
whit-issuer import "$WHIT_ROOT/demo/register.csv" --dir office --passphrase-fd 3 3<passphrase
whit-issuer trust -o trust.cbor --dir office
whit-issuer invite P-0042 --png letter.png --pin-file pin --dir office --passphrase-fd 3 3<passphrase
whit-issuer serve --listen "127.0.0.1:$port" --dir office --passphrase-fd 3 3<passphrase >serve.out 2>&1 &
for _ in $(seq 300); do
  grep -q '^listening on' serve.out && break
  sleep 0.1
done
whit-wallet accept letter.png --trust trust.cbor --yes --pin-fd 4 --passphrase-fd 3 3<passphrase 4<pin
whit-verify trust add trust.cbor --yes
whit-verify bundle update
