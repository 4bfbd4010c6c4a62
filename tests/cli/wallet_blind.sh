#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Set-up of tests/cli/wallet_blind.txt: a specimen office of tomorrow, whose tax-current may be
# blind, and a letter for P-0042. `./serve TIME` runs it from that time on, instead of before.
set -euo pipefail
echo "of a specimen, and no secret" >passphrase
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
for day in 1 2 3; do date -u -d "+$day days" +%F >"day$day"; done
morning=$(cat day1)T11:50:00Z
python3 - "$WHIT_ROOT/tests/support/catalogue.json" <<'PYTHON' >catalogue.json
import json
import sys

catalogue = json.load(open(sys.argv[1], encoding="utf-8"))
for fact in catalogue["facts"]:
    if fact["slug"] == "tax-current":
        fact["kinds"] = ["revocable", "blind"]
        fact["blind_lead"] = 3600
for preset in catalogue["presets"]:
    if preset["slug"] == "tax":
        preset["kinds"] = ["revocable", "blind"]
print(json.dumps(catalogue))
PYTHON
cat >issuer <<'SCRIPT'
#!/usr/bin/env bash
exec whit-issuer "$@" --dir office --passphrase-fd 3 3<passphrase
SCRIPT
cat >serve <<SCRIPT
#!/usr/bin/env bash
if [ -e office.pid ]; then
  kill "\$(cat office.pid)"
  while kill -0 "\$(cat office.pid)" 2>/dev/null; do sleep 0.1; done
fi
rm -f serve.out  # the line of the one before
./issuer serve --listen 127.0.0.1:$port --at "\$1" >serve.out 2>&1 &
echo \$! >office.pid
for _ in \$(seq 600); do grep -qs '^listening on' serve.out && exit; sleep 0.1; done
cat serve.out; exit 1
SCRIPT
# ./wallet TIME COMMAND...: whit-wallet at that time.
cat >wallet <<'SCRIPT'
#!/usr/bin/env bash
at=$1
shift
exec whit-wallet "$@" --at "$at" --passphrase-fd 3 3<passphrase
SCRIPT
# ./minute SECONDS: the minute that the wallet drew, and so many seconds more.
cat >minute <<'SCRIPT'
#!/usr/bin/env bash
date -u -d "@$(($(cat minute.drawn) + $1))" +%FT%TZ
SCRIPT
chmod +x issuer serve wallet minute
whit-issuer init office --iss dlo --name "Demo labour office" --origin demo.whit.example \
  --url "http://127.0.0.1:$port" --specimen --at "$morning" --passphrase-fd 3 3<passphrase
whit-issuer catalogue apply catalogue.json --dir office --at "$morning"
./issuer import "$WHIT_ROOT/demo/register.csv" --at "$morning"
whit-issuer trust -o trust.cbor --dir office
./issuer invite P-0042 --png letter.png --pin-file pin --at "$morning" >/dev/null
./serve "$(cat day1)T11:51:00Z"
whit-wallet accept letter.png --trust trust.cbor --yes --pin-fd 4 --passphrase-fd 3 \
  --at "$(cat day1)T11:51:30Z" 3<passphrase 4<pin >/dev/null
