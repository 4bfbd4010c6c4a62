# SPDX-License-Identifier: Apache-2.0
"""Frauds with the entries of an epoch. The log signs all of them, and so do its witnesses: they see
no entries."""

from epoch import NULL, pad
from primitives import leaf_hash
from stage import DAY, FIRST, MORNING, NEXT, fraud, tokens_of


def same_day(stage, change):
    """The world again, with another first day."""
    again = stage.restart()
    again.control(FIRST, again.sign_keys(stage.keys.listed()))
    again.sign(FIRST * DAY + 600)
    again.publish(FIRST * DAY + 660)
    again.night(FIRST, change(tokens_of(stage.keys, FIRST)))
    for day in range(FIRST + 1, NEXT + 1):
        again.night(day, tokens_of(stage.keys, day) if day != FIRST + 2 else ())
    return again


@fraud("fork")
def rewritten_leaf(stage):
    """A leaf is rewritten after it was seen, and everything is signed again."""
    other = stage.keys.phone.entry("another person", FIRST + 1)
    stage.publish(same_day(stage, lambda entries: [other] + entries[1:]))


@fraud("fork")
def dropped_leaf(stage):
    """A leaf that was seen is no longer there; a pad has its place."""
    stage.publish(same_day(stage, lambda entries: entries[1:]))


@fraud("fork")
def inserted_leaf(stage):
    """A token is put into a day that is long over."""
    late = stage.keys.phone.entry("a friend", FIRST + 1)
    stage.publish(same_day(stage, lambda entries: entries + [late]))


@fraud("unsorted")
def swapped_neighbours(stage):
    """Two neighbours stand in the order in which they were collected."""
    stage.night(layout=lambda e: e[:5] + [e[6], e[5]] + e[7:])


@fraud("unsorted")
def duplicate(stage):
    """One entry stands twice in its epoch, in place of a pad."""
    def twice(entries):
        found = sorted(entries[1:129], key=leaf_hash)
        group = [i for i, entry in enumerate(found) if entry[:12] == found[0][:12]]
        found[group[1]] = found[0]
        return entries[:1] + sorted(found, key=leaf_hash) + entries[129:]
    stage.night(layout=twice)


@fraud("unsorted")
def by_time(stage):
    """The entries of an epoch stand in the order of collecting, the pads behind them."""
    tokens = tokens_of(stage.keys, NEXT)
    def collected(entries):
        return entries[:1] + tokens + [e for e in entries[1:] if e not in tokens]
    stage.night(tokens, layout=collected)


@fraud("repeated-entry")
def reused_after_restore(stage):
    """A restored issuer logs yesterday's tokens again."""
    stage.night(tokens_of(stage.keys, NEXT) + tokens_of(stage.keys, NEXT - 1, papers=0))


@fraud("repeated-entry")
def repeated_in_next_log(stage):
    """The next log has an entry of the one before."""
    stage.issuer.next_log()
    stage.night(tokens_of(stage.keys, NEXT) + tokens_of(stage.keys, NEXT - 1, papers=0))


def count(rows, step):
    """The first row with another number."""
    return [rows[0][:4] + [rows[0][4] + step]] + rows[1:]


@fraud("wrong-counts")
def wrong_count(stage):
    """The header says that fewer tokens of a fact were signed."""
    stage.night([stage.keys.phone.entry(f"many {i}", NEXT + 1) for i in range(100)],
                header=lambda h: {**h, 9: count(h[9], -64)})


@fraud("wrong-counts")
def count_for_another_fact(stage):
    """The header counts tokens for another fact than the entries are of."""
    stage.night(header=lambda h: {**h, 9: [[1, 65002] + h[9][0][2:]] + h[9][1:]})


@fraud("wrong-counts")
def missing_row(stage):
    """The header has no row for the paper tokens."""
    stage.night(header=lambda h: {**h, 9: h[9][:-1]})


@fraud("wrong-counts")
def rows_in_another_order(stage):
    """The rows of the header don't ascend."""
    stage.night(header=lambda h: {**h, 9: h[9][::-1]})


@fraud("bad-entry")
def wrong_sum(stage):
    """The header's sum has a group more than there is."""
    stage.night(header=lambda h: {**h, 4: h[4] + 64, 9: count(h[9], 64)})


@fraud("not-padded")
def unpadded(stage):
    """A group stands there as it is: three tokens."""
    stage.night(padded=lambda entries, key: [])


@fraud("not-padded")
def padded_short(stage):
    """A group has one pad less than it needs."""
    from build_issuer import pad_up
    stage.night(padded=lambda entries, key: pad_up(entries, key)[1:])


@fraud("not-padded")
def moved_between_groups(stage):
    """One entry has another expiry day than the header counts it under."""
    def move(entries):
        entry = entries[7]
        moved = entry[:8] + (NEXT + 5).to_bytes(4, "big") + entry[12:]
        return entries[:1] + sorted(entries[1:7] + [moved] + entries[8:129], key=leaf_hash) \
            + entries[129:]
    stage.night(layout=move)


@fraud("bad-entry")
def null_in_the_middle(stage):
    """A null stands among the tokens."""
    stage.night(layout=lambda e: e[:9] + [NULL] + e[10:])


@fraud("bad-nulls")
def filler(stage):
    """A token hides among the nulls at the end."""
    hidden = stage.keys.phone.entry("hidden", NEXT + 1)
    stage.night(layout=lambda e: e[:-1] + [hidden])


@fraud("bad-nulls")
def inserted_uncounted(stage):
    """One token more than the header counts, in its right order."""
    tokens = [stage.keys.phone.entry(f"one {i}", NEXT + 1) for i in range(64)]
    last = max(tokens, key=leaf_hash)
    stage.night([t for t in tokens if t != last], padded=lambda entries, key: [
        pad(entries[0][:12], key, i) for i in range(1)], layout=lambda e: sorted_in(e, last))


def sorted_in(entries, extra):
    """The entries of one group with one more, in place of a null."""
    return entries[:1] + sorted(entries[1:65] + [extra], key=leaf_hash) + entries[66:]


@fraud("bad-nulls")
def null_with_a_message(stage):
    """A null isn't quite one."""
    stage.night(layout=lambda e: e[:-1] + [NULL[:-4] + b"hey!"])


@fraud("bad-entry")
def entry_of_no_kind(stage):
    """An entry is of kind 9."""
    stage.night(layout=lambda e: e[:3] + [b"\x09" + e[3][1:]] + e[4:])


@fraud("bad-entry")
def entry_of_another_version(stage):
    """An entry is of version 2."""
    stage.night(layout=lambda e: e[:3] + [b"\x01\x02" + e[3][2:]] + e[4:])


@fraud("bad-entry")
def header_among_tokens(stage):
    """A second header's entry stands among the tokens."""
    stage.night(layout=lambda e: e[:3] + [e[0]] + e[4:])


@fraud("wrong-size")
def cut_epoch(stage):
    """The tree ends before the epoch does."""
    stage.night([stage.keys.phone.entry(f"many {i}", NEXT + 1) for i in range(300)],
                layout=lambda e: e[:256])


@fraud("bad-pad-key", long=True)
def pads_unexplained(stage):
    """The revealed pad key explains none of the pads: they are tokens, perhaps."""
    day = FIRST + 60
    stage.issuer.close(day, reveal=lambda rows: [[n, bytes(31) + b"\1"] for n, _ in rows])
    stage.issuer.sign((day + 1) * DAY + MORNING)
    stage.publish()


@fraud("bad-pad-key", long=True)
def pad_key_of_a_control_epoch(stage):
    """A pad key is revealed for an epoch that has no entries."""
    day = FIRST + 60
    stage.issuer.close(day, reveal=lambda rows: [[0, bytes(31) + b"\1"]] + rows)
    stage.issuer.sign((day + 1) * DAY + MORNING)
    stage.publish()


@fraud("late-pad-key", long=True)
def pad_key_kept(stage):
    """Pad keys aren't revealed any more."""
    for day in (FIRST + 60, FIRST + 61, FIRST + 62):
        stage.issuer.close(day, reveal=lambda rows: [])
    stage.issuer.sign((FIRST + 63) * DAY + MORNING)
    stage.publish()
