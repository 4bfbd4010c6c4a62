#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Set-up of tests/cli/wallet_log.txt: a holder has collected, the office is gone, and `site` is what
# it publishes on the days after. `fraud` is the same of an office that left three leaves out.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/wallet_office.sh"
server=$!
whit-wallet accept letter.png --trust trust.cbor --yes --pin-fd 4 --passphrase-fd 3 3<passphrase 4<pin
kill "$server"
wait
cp -r office liar
python3 - <<'PYTHON'
import sqlite3

register = sqlite3.connect("liar/register.db")
# Of one fact, so that they are of three codes, and those that live longest.
leaves = register.execute(
    "SELECT written, entry FROM leaf WHERE hex(substr(entry, 3, 2)) = 'FDE9'"
    " ORDER BY substr(entry, 9, 4) DESC LIMIT 3").fetchall()
assert len(leaves) == 3
register.executemany("DELETE FROM leaf WHERE written = ? AND entry = ?", leaves)
register.execute("UPDATE leaf_day SET leaves = leaves - 3 WHERE day = ?", leaves[0][:1])
register.commit()
PYTHON
for day in 1 2 3; do
  date -u -d "$(cat today) + $day days" +%FT03:30:00Z >"day$day"
  whit-issuer publish site --at "$(cat "day$day")" --dir office --passphrase-fd 3 3<passphrase
  whit-issuer publish fraud --at "$(cat "day$day")" --dir liar --passphrase-fd 3 3<passphrase
done
cp -r "$HOME/.local/share/whit/wallet" fresh

# ./web FOLDER: a web server gives out what is in FOLDER, instead of the one before.
cat >web <<'SCRIPT'
#!/usr/bin/env bash
[ -e web.pid ] && kill "$(cat web.pid)" 2>/dev/null
port=$(sed 's/.*://' url)
python3 -m http.server "$port" --bind 127.0.0.1 --directory "$1" >web.log 2>&1 &
echo $! >web.pid
for _ in $(seq 100); do
  python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])))' "$port" 2>/dev/null && exit
  sleep 0.1
done
SCRIPT
chmod +x web
