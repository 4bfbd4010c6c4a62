# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154,SC2034
# The demo's anonymous code: collected one day, shown the next, so another office lives tomorrow and
# the day after. Sourced by scripts/demo, whose step, line, tool, answer and free_port it uses.

LATER='' # the process of that office

stop_later() {
  [ -n "$LATER" ] || return 0
  kill "$LATER" 2>/dev/null || true
  wait "$LATER" 2>/dev/null || true
  LATER=''
}

# serve_later TIME: that office listens, and its clock starts there.
serve_later() {
  stop_later
  rm -f later.out  # or the line of the one before would do
  "$BIN/whit-issuer" serve --listen "127.0.0.1:$1" --dir later --at "$2" --passphrase-fd 3 \
    3<<<"$PASSPHRASE" >later.out 2>later.err </dev/null &
  LATER=$!
  wait_for later.out "$LATER" later.err "the office of tomorrow"
}

# office_of_tomorrow PORT TIME: with the same catalogue and register, and a letter for $WHO.
office_of_tomorrow() {
  tool issuer init later --iss dlo --name "Demo labour office" --origin later.whit.example/ \
    --url "http://127.0.0.1:$1" --specimen --at "$2" --passphrase-fd 3
  tool issuer catalogue apply "$WHIT_ROOT/demo/catalogue.json" --dir later --at "$2"
  tool issuer import "$WHIT_ROOT/demo/register.csv" --dir later --at "$2" --passphrase-fd 3
  tool issuer trust -o later.cbor --dir later
  tool issuer invite "$WHO" --png later.png --pin-file later.pin --dir later --at "$2" --passphrase-fd 3
  serve_later "$1" "$2"
  must "$BIN/whit-wallet" --dir pocket --at "$2" accept later.png --trust later.cbor --yes \
    --pin-fd 4 --passphrase-fd 3 3<<<"$PASSPHRASE" 4<later.pin
}

blind_step() {
  local where morning noon next minute size
  step 9 anonymous
  where=$(free_port)
  morning=$(date -u -d '+1 day' +%F)T11:50:00Z
  next=$(date -u -d '+2 days' +%F)T10:00:00Z
  office_of_tomorrow "$where" "$morning"
  tool wallet --dir pocket --at "$morning" sync --json --passphrase-fd 3
  minute=$(found 's/.*"blind": \{"stage": "waiting", "at": ([0-9]+).*/\1/p')
  [ -n "$minute" ] || could_not "the wallet drew no minute for its anonymous codes"
  noon=$(date -u -d "@$minute" +%FT%TZ)
  serve_later "$where" "$noon"
  tool wallet --dir pocket --at "$noon" sync --passphrase-fd 3
  stop_later
  echo "$FACT, tomorrow and the day after (the programs are told the time):"
  line "$(found 's/^anonymous codes: ([0-9]+) new, .*/\1/p') anonymous codes at $(date -u -d "@$minute" +%H:%M) UTC, a minute that the wallet drew"
  line "the office signed them without seeing them, and logged that it signed"
  tool wallet --dir pocket --at "$next" show "$FACT" --text --passphrase-fd 3
  cp last.out later.txt
  tool verify trust add later.cbor --yes --dir booth
  tool verify bundle install pocket/dlo.whit-bundle --dir booth --at "$next"
  answer "shown to a checker without a network" 0 "^TRAINING yes: $FACT" \
    "$BIN/whit-verify" check --dir booth --training --at "$next" later.txt
  "$BIN/whit-verify" inspect later.txt >inspect.out 2>/dev/null || true
  size=$(sed -nE 's/^size +([0-9]+ bytes).*/\1/p' inspect.out)
  grep -q '^kind  *blind' inspect.out || wrong=1
  line "$size in one code; the office and every checker together can't tell whose it is"
}
