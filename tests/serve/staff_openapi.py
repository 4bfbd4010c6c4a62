#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the staff API to its OpenAPI text: the same paths, and answers of the promised shape.

    staff_openapi.py PROGRAM STAFF_API_JSON
"""
import datetime
import json
import re
import sys

from staff_site import Site

KNOWN = {"type", "properties", "required", "additionalProperties", "items", "enum", "pattern",
         "minimum", "maximum", "minLength", "maxLength", "maxItems", "oneOf", "$ref", "description",
         "format", "default", "dependentRequired"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


class Text:
    """The OpenAPI text, and the small part of JSON Schema that it uses."""

    def __init__(self, path):
        with open(path, encoding="ascii") as file:
            self.all = json.load(file, object_pairs_hook=self.no_twins)
        self.used = set()

    @staticmethod
    def no_twins(pairs):
        assert len({key for key, _ in pairs}) == len(pairs), f"a member stands twice: {pairs}"
        return dict(pairs)

    def resolve(self, node):
        while "$ref" in node:
            self.used.add(node["$ref"])
            target = self.all
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = {**target, **{k: v for k, v in node.items() if k != "$ref"}}
        return node

    def check(self, schema, value, where="body"):
        """Gives what is wrong with `value`, one line each."""
        schema = self.resolve(schema)
        assert set(schema) <= KNOWN, f"{where}: unknown keywords {set(schema) - KNOWN}"
        if "oneOf" in schema:
            fits = sum(not list(self.check(one, value, where)) for one in schema["oneOf"])
            if fits != 1:
                yield f"{where}: fits {fits} of oneOf"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is none of {schema['enum']}"
        kind = schema.get("type")
        if kind and (not isinstance(value, TYPES[kind]) or (kind != "boolean" and value in (True, False)
                                                            and isinstance(value, bool))):
            yield f"{where}: {value!r} is no {kind}"
            return
        checks = {"object": self.check_object, "array": self.check_array,
                  "string": self.check_string, "integer": self.check_integer}
        if kind in checks:
            yield from checks[kind](schema, value, where)

    def check_object(self, schema, value, where):
        assert schema.get("additionalProperties") is False, f"{where}: open object"
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{where}: {name} is missing"
        for name, needs in schema.get("dependentRequired", {}).items():
            if name in value and not set(needs) <= set(value):
                yield f"{where}: {name} without {needs}"
        for name, member in value.items():
            if name not in properties:
                yield f"{where}: {name} is not in the schema"
            else:
                yield from self.check(properties[name], member, f"{where}.{name}")

    def check_array(self, schema, value, where):
        if len(value) > schema.get("maxItems", len(value)):
            yield f"{where}: too many items"
        for i, item in enumerate(value):
            yield from self.check(schema["items"], item, f"{where}[{i}]")

    @staticmethod
    def check_string(schema, value, where):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{where}: {len(value)} characters"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{where}: {value!r} does not match {schema['pattern']}"
        try:
            if schema.get("format") == "date":
                datetime.date.fromisoformat(value)
            if schema.get("format") == "date-time":
                datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            yield f"{where}: {value!r} is no {schema['format']}"

    @staticmethod
    def check_integer(schema, value, where):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{where}: {value} is out of range"


class Judge:
    def __init__(self, site, text):
        self.site, self.text = site, text
        self.findings, self.seen = [], set()

    def fail(self, what):
        self.findings.append(what)

    def paths(self):
        promised = {f"{method} {path}" for path, item in self.text.all["paths"].items()
                    for method in item}
        answered = set(self.site.about["paths"])
        for path in sorted(promised ^ answered):
            self.fail(f"{path}: only in {'the text' if path in promised else 'the program'}")

    def examples(self):
        for path, item in self.text.all["paths"].items():
            for method, operation in item.items():
                contents = [operation.get("requestBody", {}).get("content", {})]
                contents += [self.text.resolve(r)["content"] for r in operation["responses"].values()]
                for content in contents:
                    self.example(f"{method} {path}", content.get("application/json"))

    def example(self, where, content):
        if content is None:
            return
        values = [one["value"] for one in content.get("examples", {}).values()]
        for value in values + ([content["example"]] if "example" in content else []):
            for finding in self.text.check(content["schema"], value, "example"):
                self.fail(f"{where}: {finding}")

    def call(self, status, method, path, token="", body=None, template=None):
        """One request; its answer must have `status` and what the text promises for it."""
        got, headers, answer = self.site.api(method, "/staff/v1/" + path, token, body)
        template = "/staff/v1/" + (template or path).split("?")[0]
        where = f"{method} {path} -> {got}"
        if got != status:
            return self.fail(f"{where}: wanted {status}: {answer}")
        promised = self.text.all["paths"][template][method]["responses"].get(str(status))
        if promised is None:
            return self.fail(f"{where}: the text has no {status} here")
        self.seen.add((method, template, status))
        content = self.text.resolve(promised)["content"]
        kind = headers["content-type"].split(";")[0]
        if kind not in content:
            return self.fail(f"{where}: of type {kind}")
        if kind == "application/json":
            value = json.loads(answer, object_pairs_hook=Text.no_twins)
            for finding in self.text.check(content[kind]["schema"], value):
                self.fail(f"{where}: {finding}")
            return value
        return answer

    def journey(self):
        site, call = self.site, self.call
        desk, anna, boris = site.token("desk"), site.token("anna"), site.token("boris")
        port = site.token("cedar-port:np")
        signed_in = call(200, "post", "sign-in", "", {"login": "clerk", "password": "clerk password",
                                                      "code": site.totp()}) or {}
        mine = signed_in.get("token", "")
        call(401, "post", "sign-in", "", {"login": "clerk", "password": "x", "code": "000000"})
        call(400, "post", "sign-in", "", {"login": "clerk"})
        call(200, "get", "me", mine)
        call(200, "get", "me", port)
        call(400, "post", "sign-out", mine, "{")
        call(200, "post", "sign-out", mine, {})
        call(401, "post", "sign-out", mine, {})
        call(401, "get", "me", mine)
        call(200, "get", "people", port)
        call(200, "get", "people?after=P-1", port)
        call(403, "get", "people", desk)
        person = "people/{reference}"
        for reference, token, status in (("P-1", desk, 200), ("P-1", port, 200), ("P-3", desk, 200),
                                         ("P-9", desk, 404), ("P-2", port, 404)):
            call(status, "get", "people/" + reference, token, None, person)
        call(200, "get", "notices", desk)
        call(403, "get", "notices", anna)
        call(200, "post", "notices/1/confirm", desk, {"until": "2027-02-20"}, "notices/{id}/confirm")
        call(400, "post", "notices/2/confirm", desk, {"until": 5}, "notices/{id}/confirm")
        call(200, "post", "notices/2/refuse", desk, {}, "notices/{id}/refuse")
        call(404, "post", "notices/2/refuse", desk, {}, "notices/{id}/refuse")
        call(200, "get", "proposals", boris)
        number = f"proposals/{site.about['proposal']}/approve"
        call(403, "post", number, anna, {}, "proposals/{id}/approve")
        call(200, "post", number, boris, {}, "proposals/{id}/approve")
        call(200, "get", "proposals", anna)
        call(200, "get", "journal", anna)
        call(200, "get", "journal?after=3", anna)
        call(400, "get", "journal?after=x", anna)
        call(403, "get", "journal", desk)
        self.acts(desk, port, person)

    def acts(self, desk, port, person):
        call = self.call
        call(200, "post", "people/P-1/invite", desk, {}, person + "/invite")
        call(400, "post", "people/P-1/invite", desk, {"a": "b"}, person + "/invite")
        call(403, "post", "people/P-1/invite", port, {}, person + "/invite")
        call(200, "post", "people/P-1/lost-phone", desk, {}, person + "/lost-phone")
        call(404, "post", "people/P-9/lost-phone", desk, {}, person + "/lost-phone")
        end, fact = person + "/end", {"fact": "employed-by"}
        call(200, "post", "people/P-1/end", port, {**fact, "reason": "contract-ended"}, end)
        call(409, "post", "people/P-1/end", desk, fact, end)
        call(400, "post", "people/P-1/end", desk, '{"fact":"a","fact":"a"}', end)
        call(403, "post", "people/P-1/end", port, {"fact": "tax-current"}, end)
        call(200, "post", "people/P-1/reinstate", desk, fact, person + "/reinstate")
        call(409, "post", "people/P-1/reinstate", desk, fact, person + "/reinstate")
        got, _, answer = self.site.ask("POST", "/staff/v1/people/P-1/end",
                                       {"Authorization": "Bearer " + desk,
                                        "Content-Type": "text/plain"}, "{}")
        if got != 415:
            self.fail(f"a body of another type: {got} {answer}")

    def coverage(self):
        """Every operation has to have been seen to work."""
        for path, item in self.text.all["paths"].items():
            for method in item:
                if (method, path, 200) not in self.seen:
                    self.fail(f"{method} {path}: never seen to answer 200")
        everything = json.dumps(self.text.all)
        for section in ("schemas", "responses", "parameters"):
            for name in self.text.all["components"][section]:
                if f'"#/components/{section}/{name}"' not in everything:
                    self.fail(f"components/{section}/{name} is used nowhere")


def main():
    text = Text(sys.argv[2])
    with Site(sys.argv[1]) as site:
        judge = Judge(site, text)
        judge.paths()
        judge.examples()
        judge.journey()
        judge.coverage()
    for finding in judge.findings:
        print(finding)
    print(f"{len(judge.seen)} kinds of answers seen, {len(judge.findings)} findings")
    return 1 if judge.findings else 0


if __name__ == "__main__":
    sys.exit(main())
