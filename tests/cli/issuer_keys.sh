#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Set-up of tests/cli/issuer_keys.txt: the office of wallet_office.sh, P-0042's wallet, a checker with
# the office's data in `early` that never hears of it again, and another one that does. `thief` is a
# copy of the wallet: what it shows later is what was collected by now.
set -euo pipefail
source "$WHIT_ROOT/tests/cli/wallet_office.sh"
cat >issuer <<'BASH'
#!/usr/bin/env bash
exec whit-issuer "$@" --dir office --passphrase-fd 3 3<passphrase
BASH
# ./show DIR writes a fresh code of the fact, ./ask HOME asks a checker about it.
cat >show <<'BASH'
#!/usr/bin/env bash
whit-wallet show work-permit-valid --text --dir "$1" --passphrase-fd 3 3<passphrase >code.txt
BASH
cat >ask <<'BASH'
#!/usr/bin/env bash
HOME="$PWD/$1" whit-verify check --training code.txt 2>&1 | grep -v "note: this data carries no"
exit "${PIPESTATUS[0]}"
BASH
cat >take <<'BASH'
#!/usr/bin/env bash
HOME="$PWD/$1" whit-verify bundle install office/whit-bundle
BASH
# ./named STATE USE is the first key of that state and use.
cat >named <<'BASH'
#!/usr/bin/env bash
./issuer key list | awk -v state="$1" -v use="$2" '$2 == state && index($1, use "/") == 1 { print $1; exit }'
BASH
chmod +x issuer show ask take named
whit-wallet accept letter.png --trust trust.cbor --yes --dir wallet --pin-fd 4 --passphrase-fd 3 \
  3<passphrase 4<pin
cp -r wallet thief
for home in early late; do
  mkdir "$home"
  HOME="$PWD/$home" whit-verify trust add --yes trust.cbor
  ./take "$home"
done
./named active token >leaked
