# SPDX-License-Identifier: Apache-2.0
"""Cases of policies."""

from build import World, preset
from cases_bundle import change


def policies(suite):
    """A policy can only narrow."""
    full = {"kinds": 7, "modes": 7, "binding": 0, "max_age": 259200, "answer_time": 120}
    hire = {"kinds": 7, "modes": 4, "binding": 1, "max_age": 259200, "answer_time": 86400}

    def good(name, preset_name, base, **mine):
        suite.policy(name, "refuses a policy that narrows", preset_name,
                     {"preset": preset_name, **mine}, {**base, **mine})

    def bad(name, catches, preset_name="gate", world="plain", **mine):
        suite.policy(name, catches, preset_name, {"preset": preset_name, **mine}, "refused", world)
    suite.policy("none", "wants a policy", "gate", None, full)
    good("empty", "gate", full)
    good("same", "gate", full, **full)
    good("narrower", "hire", hire, kinds=1, modes=4, binding=1, max_age=3600, answer_time=600)
    good("no-modes", "gate", full, modes=0)
    good("shortest", "hire", hire, max_age=1, answer_time=1)
    for name, mine, bits in (
            ("kinds-by-name", {"kinds": ["paper", "revocable"]}, {"kinds": 5}),
            ("modes-by-name", {"modes": ["posted", "one-way"]}, {"modes": 3}),
            ("kinds-blind-by-name", {"kinds": ["blind"]}, {"kinds": 2}),
            ("kinds-all-by-name", {"kinds": ["revocable", "blind", "paper"]}, {"kinds": 7}),
            ("modes-challenge-by-name", {"modes": ["challenge"]}, {"modes": 4}),
            ("modes-one-way-by-name", {"modes": ["one-way"]}, {"modes": 1}),
            ("modes-no-name", {"modes": []}, {"modes": 0}),
            ("binding-by-name", {"binding": "document"}, {"binding": 1}),
            ("binding-none-by-name", {"binding": "none"}, {"binding": 0})):
        suite.policy(name, "knows numbers only", "gate", {"preset": "gate", **mine},
                     {**full, **bits})
    good("one-kind", "gate", full, kinds=4)
    good("binding", "gate", full, binding=1)
    bad("kinds-wider", "lets a policy add a kind", "phone", kinds=3)
    bad("kinds-other", "compares kinds as numbers", "blind-only", kinds=1)
    bad("kinds-none", "takes a policy that nothing meets", kinds=[])
    bad("kinds-unknown-name", "skips a name that it doesn't know", kinds=["revocable", "golden"])
    bad("kinds-mode-name", "mixes names of kinds and modes", kinds=["posted"])
    bad("modes-kind-name", "mixes names of kinds and modes", modes=["paper"])
    bad("kinds-names-wider", "lets a policy add a kind by name", "phone",
        kinds=["revocable", "blind"])
    bad("kinds-one-name", "takes a name where a list is meant", kinds="revocable")
    bad("binding-unknown-name", "takes any name for a binding", binding="face")
    bad("binding-name-weaker", "lets a policy unbind by name", "hire", binding="none")
    bad("kinds-zero", "takes a policy that nothing meets", kinds=0)
    bad("kinds-eight", "takes a kind that isn't one", kinds=8)
    bad("modes-wider", "lets a policy add a mode", "hire", modes=5)
    bad("modes-other", "compares modes as numbers", "hire", modes=2)
    bad("modes-negative", "takes -1 for all bits", modes=-1)
    bad("kinds-negative", "takes -1 for all bits", kinds=-1)
    bad("binding-weaker", "lets a policy unbind", "hire", binding=0)
    bad("binding-two", "takes any number for a binding", binding=2)
    bad("binding-list", "stumbles over a list", binding=["document"])
    bad("binding-true", "takes true for one", binding=True)
    bad("binding-full-preset", "binds a preset that is full", "four", binding=1)
    bad("binding-without-document", "binds where there is no `document`", binding=1,
        world="no-document")
    bad("max-age-wider", "lets a policy take older data", max_age=259201)
    bad("max-age-zero", "takes zero for no limit", max_age=0)
    bad("max-age-negative", "compares signed with unsigned", max_age=-1)
    bad("max-age-text", "reads a number out of a text", max_age="3600")
    bad("max-age-fraction", "cuts a fraction", max_age=3600.5)
    bad("max-age-null", "takes null for absent", max_age=None)
    bad("answer-time-wider", "lets a policy wait longer", answer_time=121)
    bad("answer-time-zero", "takes zero for no limit", "hire", answer_time=0)
    bad("unknown-key", "ignores a key that it doesn't know", trust="everybody")
    bad("facts", "lets a policy change the facts", facts=[65001])
    bad("kinds-list-of-numbers", "takes a list of numbers", kinds=[1])
    bad("binding-fraction", "cuts a fraction", binding=1.0)
    bad("modes-text", "reads a number out of a text", modes="4")
    suite.policy("another-preset", "applies a policy to another preset", "gate",
                 {"preset": "tax"}, "refused")
    suite.policy("preset-missing", "wants a member that may be absent", "gate", {"kinds": 1},
                 {**full, "kinds": 1})
    suite.policy("preset-null", "takes null for absent", "gate", {"preset": None}, "refused")
    suite.policy("list", "takes a list for a policy", "gate", [], "refused")
    suite.policy("unknown-preset", "makes a preset up", "nothing", None, "refused")
    suite.world("no-document", World(head=change(_10=lambda old: old[:-1],
                                                 _11=[preset("gate", [65001])])))


def add(suite):
    """All of them."""
    policies(suite)
