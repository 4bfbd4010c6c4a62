# SPDX-License-Identifier: Apache-2.0
"""What a checker asks: a preset, made narrower by the checker's own policy."""

from collections import namedtuple

from bundle import bindable

# facts as in the preset; binding, kinds, modes, max_age and answer_time after narrowing
Question = namedtuple("Question", "facts kinds modes binding max_age answer_time")

KIND_BITS = {"revocable": 1, "blind": 2, "paper": 4}
MODE_BITS = {"one-way": 1, "posted": 2, "challenge": 4}
BINDINGS = {"none": 0, "document": 1}


class PolicyRefused(Exception):
    """No such preset, or a policy that doesn't fit it or is wider."""


def require(condition, why):
    """Raises PolicyRefused unless the condition holds."""
    if not condition:
        raise PolicyRefused(why)


def whole(value, least):
    """A JSON number without a fraction, from `least` on."""
    require(type(value) is int and value >= least, "not such a number")
    return value


def bits(value, names):
    """A sum of bits, or the names of bits."""
    if isinstance(value, list):
        require(all(type(name) is str and name in names for name in value), "no such name")
        return sum({names[name] for name in value})
    return whole(value, 0)


def narrow(name, mine, preset):
    """My value for this member, if it is within the preset's."""
    if name in ("kinds", "modes"):
        mine = bits(mine, KIND_BITS if name == "kinds" else MODE_BITS)
        require(mine & ~preset == 0, f"{name}: wider than the preset")
        require(mine or name == "modes", "kinds: none")
    elif name == "binding":
        mine = BINDINGS[mine] if type(mine) is str and mine in BINDINGS else whole(mine, 0)
        require(preset <= mine <= 1, "binding: weaker than the preset")
    else:
        require(whole(mine, 1) <= preset, f"{name}: wider than the preset")
    return mine


def question(bundle, slug, policy):
    """The effective preset; `policy` is a decoded JSON object or None."""
    require(slug in bundle.presets, "no such preset")
    preset = bundle.presets[slug]
    values = {"kinds": preset[3], "modes": preset[4], "binding": preset[5],
              "max_age": preset[6], "answer_time": preset[7]}
    if policy is not None:
        require(isinstance(policy, dict) and policy.get("preset", slug) == slug, "another preset")
        for name, mine in policy.items():
            if name != "preset":
                require(name in values, "unknown member")
                values[name] = narrow(name, mine, values[name])
    require(values["binding"] == 0 or bindable(preset[2], bundle.facts), "binding can't be met")
    return Question(preset[2], **values)
