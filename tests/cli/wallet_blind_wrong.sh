#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Set-up of tests/cli/wallet_blind_wrong.txt: that of wallet_blind.sh, and then `./serve TIME` runs
# the office behind something that spoils the last byte of what it answers to blind rows.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/wallet_blind.sh"
front=$port
back=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
kill "$(cat office.pid)"
while kill -0 "$(cat office.pid)" 2>/dev/null; do sleep 0.1; done
rm office.pid
sed -i "s/127.0.0.1:$front/127.0.0.1:$back/" serve
cat >between.py <<'PYTHON'
import http.client
import http.server
import sys

FRONT, BACK = int(sys.argv[1]), int(sys.argv[2])


class Between(http.server.BaseHTTPRequestHandler):
    def pass_on(self, body=None):
        office = http.client.HTTPConnection("127.0.0.1", BACK)
        office.request(self.command, self.path, body, {"Content-Type": "application/cbor"})
        answer = office.getresponse()
        content = bytearray(answer.read())
        # {2: seq, 4: ...} is an answer with blind rows alone.
        if self.path == "/v1/collect" and answer.status == 200 and content[3] == 4:
            content[-1] ^= 1
        self.send_response_only(answer.status)
        for name in ("Date", "Content-Type"):
            if answer.getheader(name):
                self.send_header(name, answer.getheader(name))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        self.pass_on()

    def do_POST(self):
        self.pass_on(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", FRONT), Between).serve_forever()
PYTHON
python3 between.py "$front" "$back" 2>between.log &
echo $! >between.pid
# ./drawn TIME: syncs, and notes the minute that the wallet drew.
cat >drawn <<'SCRIPT'
#!/usr/bin/env bash
./wallet "$1" sync --json | sed 's/.*"stage": "waiting", "at": \([0-9]*\).*/\1/' >minute.drawn
SCRIPT
chmod +x drawn
./serve "$(cat day1)T11:52:00Z"
