#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Set-up of tests/cli/wallet_office.txt: a specimen office is running, and P-0042 has a letter.
set -euo pipefail
echo "of a specimen, and no secret" >passphrase
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo "http://127.0.0.1:$port" >url
whit-issuer init office --iss dlo --name "Demo labour office" --origin demo.whit.example \
  --url "http://127.0.0.1:$port" --specimen --passphrase-fd 3 3<passphrase
whit-issuer catalogue apply "$WHIT_ROOT/tests/support/catalogue.json" --dir office
whit-issuer import "$WHIT_ROOT/demo/register.csv" --dir office --passphrase-fd 3 3<passphrase
whit-issuer trust -o trust.cbor --dir office
whit-issuer invite P-0042 --png letter.png --pin-file pin --json --dir office --passphrase-fd 3 \
  3<passphrase >letter.json
python3 -c 'import json; print(json.load(open("letter.json"))["stop"])' >stop-code
whit-issuer serve --listen "127.0.0.1:$port" --dir office --passphrase-fd 3 3<passphrase >serve.out 2>&1 &
for _ in $(seq 300); do
  grep -q '^listening on' serve.out && break
  sleep 0.1
done
date -u +%F >today
