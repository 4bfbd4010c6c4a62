#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at every page of the staff listener and at the stop page: well-formed, labelled, without
script, style of their own or anything from another site.

    staff_html.py PROGRAM
    staff_html.py self-test
"""
import html.parser
import re
import sys

from staff_site import Site

VOID = {"meta", "link", "input", "br", "img", "hr"}
KNOWN = VOID | {"html", "head", "title", "body", "a", "header", "p", "nav", "ul", "ol", "li", "form",
                "button", "main", "h1", "h2", "h3", "span", "strong", "label", "select", "option",
                "section", "dl", "dt", "dd", "div", "table", "thead", "tbody", "tr", "th", "td",
                "svg", "path"}
FIELDS = {"input", "select", "textarea"}
NAMED = {"a", "button", "h1", "h2", "h3", "label", "title", "th", "option"}
ADDRESSES = {"href", "src", "action", "formaction"}


class Page(html.parser.HTMLParser):
    """What a page is made of."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.findings, self.open = [], []
        self.elements, self.ids, self.labels = [], [], set()
        self.texts = []  # of the elements that are open, for names
        self.form = None
        self.forms = []
        self.feed(text)
        self.close()
        if self.open:
            self.fail(f"not closed: {self.open}")

    def fail(self, what):
        self.findings.append(f"{what} (line {self.getpos()[0]})")

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(set(names)) != len(names):
            self.fail(f"{tag}: an attribute twice")
        values = {name: value or "" for name, value in attributes}
        if tag not in KNOWN:
            self.fail(f"<{tag}> is no element of ours")
        for name, value in values.items():
            if name == "style" or name.startswith("on"):
                self.fail(f"{tag}: {name} in the page")
            if name in ADDRESSES and not re.match(r"^(/(?!/)|#)", value):
                self.fail(f"{tag}: {name} leads away: {value}")
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label":
            self.labels.add(values.get("for", ""))
        if tag == "form":
            self.form = {"attributes": values, "fields": {}, "buttons": 0}
            self.forms.append(self.form)
        if self.form is not None and tag in FIELDS:
            self.form["fields"][values.get("name")] = values
        if self.form is not None and tag == "button":
            self.form["buttons"] += 1
        self.elements.append((tag, values))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.append("")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.fail(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()
        text = self.texts.pop()
        if tag in NAMED and not text.strip():
            self.fail(f"<{tag}> without a word")
        if self.texts:
            self.texts[-1] += text
        if tag == "form":
            self.form = None

    def handle_data(self, data):
        if self.texts:
            self.texts[-1] += data
        if "{" in data or "}" in data:
            self.fail(f"a placeholder that nobody filled in: {data!r}")

    def of(self, tag):
        return [values for name, values in self.elements if name == tag]


def judge(text, headers, public):
    page = Page(text)
    if not text.startswith("<!doctype html>\n"):
        page.fail("no doctype")
    if headers.get("content-type") != "text/html; charset=utf-8":
        page.fail(f"of type {headers.get('content-type')}")
    policy = headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "script" in policy:
        page.fail(f"policy {policy}")
    judge_outline(page)
    judge_fields(page)
    for form in page.forms:
        posts = form["attributes"].get("method") == "post"
        if posts and not public and not form["fields"].get("form", {}).get("value"):
            page.fail("a form that is bound to no session")
        if not form["buttons"]:
            page.fail("a form without a button")
    return page


def judge_outline(page):
    for tag in ("html", "title", "main", "h1"):
        if len(page.of(tag)) - (tag == "title") * len(page.of("svg")) != 1:
            page.fail(f"{len(page.of(tag))} times <{tag}>")
    if not page.of("html")[0].get("lang"):
        page.fail("no language")
    level = 0
    for tag, _ in page.elements:
        if re.fullmatch("h[1-6]", tag):
            if int(tag[1]) > level + 1:
                page.fail(f"<{tag}> behind h{level}")
            level = int(tag[1])
    viewports = [m.get("content", "") for m in page.of("meta") if m.get("name") == "viewport"]
    if len(viewports) != 1 or re.search("user-scal|maximum-scale", viewports[0]):
        page.fail("a viewport that stops people from zooming, or none")
    for values in page.of("th"):
        if values.get("scope") not in ("row", "col"):
            page.fail("<th> without a scope")


def judge_fields(page):
    if len(set(page.ids)) != len(page.ids):
        page.fail("an id twice")
    for tag, values in page.elements:
        for name in ("aria-describedby", "aria-labelledby"):
            if name in values and values[name] not in page.ids:
                page.fail(f"{tag}: {name} names nothing: {values[name]}")
        if tag == "a" and values.get("href", "").startswith("#"):
            if values["href"][1:] not in page.ids:
                page.fail(f"a link to nothing: {values['href']}")
        if tag in FIELDS and values.get("type") != "hidden":
            if values.get("id") not in page.labels:
                page.fail(f"{tag} {values.get('name')} without a label")
    for label in page.labels - set(page.ids):
        page.fail(f"a label for nothing: {label}")


class Walk:
    """Goes where people go, in one language."""

    def __init__(self, site, language):
        self.site, self.language = site, language
        self.findings, self.seen = [], set()

    def look(self, login, path, fields=None, public=False, wanted=200, cookie=None):
        if fields is None:
            path += ("&" if "?" in path else "?") + "lang=" + self.language
        else:
            fields = {**fields, "lang": self.language}
        status, headers, text = self.site.page(login, path, fields, public, cookie)
        where = f"{self.language} {login} {path}"
        if status == 303:
            self.findings.append(f"{where}: sent to {headers.get('location')}")
            return None
        if status != wanted:
            self.findings.append(f"{where}: {status}, wanted {wanted}")
        page = judge(text, headers, public)
        if page.of("html")[0].get("lang") != self.language:
            page.fail("another language")
        self.findings += [f"{where}: {finding}" for finding in page.findings]
        self.seen.add(path.split("?")[0] + (" POST" if fields else ""))
        return page

    def token(self, page, action):
        for form in page.forms:
            if form["attributes"].get("action") == action:
                return form["fields"]["form"]["value"]
        self.findings.append(f"no form leads to {action}")
        return ""

    def staff(self):
        look = self.look
        sign_in = look("", "/staff/sign-in")
        look("", "/staff/sign-in?done=expired")
        look("", "/staff/sign-in", {"form": self.token(sign_in, "/staff/sign-in")}, wanted=403)
        look("desk", "/staff/")
        look("desk", "/staff/nowhere", wanted=404)
        look("desk", "/staff/journal", wanted=403)
        look("desk", "/staff/person?ref=P-9", wanted=404)
        for done in ("ended", "reinstated", "confirmed", "refused", "approved"):
            look("desk", "/staff/person?ref=P-1&done=" + done)
        for reference in ("P-1", "P-3", "P-2"):
            person = look("desk", "/staff/person?ref=" + reference)
        end = look("desk", "/staff/end?ref=P-1&fact=work-permit-valid")
        form = {"form": self.token(end, "/staff/end"), "ref": "P-1", "fact": "work-permit-valid"}
        look("desk", "/staff/end", {**form, "from": "x"}, wanted=400)
        look("desk", "/staff/end", {"ref": "P-1"}, wanted=403)
        look("desk", "/staff/lost-phone?ref=P-1")
        token = {"form": self.token(person, "/staff/invite"), "ref": "P-2"}
        sheet = look("desk", "/staff/invite", token)
        if not sheet.of("svg"):
            self.findings.append("the sheet has no QR code")
        look("desk", "/staff/notices")
        look("anna", "/staff/proposals")
        look("boris", "/staff/proposals")
        look("anna", "/staff/journal?after=0")
        look("anna", "/staff/journal")
        look("cedar-port:np", "/staff/people")
        look("cedar-port:np", "/staff/people?after=P-9")
        look("cedar-port:np", "/staff/person?ref=P-1")

    def stop(self):
        self.look("", "/stop", public=True)
        for code, wanted in (("x", 400), ("<b>", 400), ("2" * 28, 400), ("Z" * 28, 400),
                             (self.site.about["stop"], 200)):
            self.look("", "/stop", {"code": code}, public=True, wanted=wanted)


BAD = {
    "<script>x</script>": "is no element", "<p style='a'>x</p>": "style in the page",
    "<p onclick='a'>x</p>": "onclick in the page", "<a href='https://x.example'>x</a>": "leads away",
    "<a href='//x.example'>x</a>": "leads away", "<input id='a' name='a'>": "without a label",
    "<p>x": "not closed", "<h3>x</h3>": "behind h1", "<h1>x</h1>": "2 times <h1>",
    "<a href='/'></a>": "without a word", "<p>{reference}</p>": "placeholder",
    "<form method='post' action='/x'><button>x</button></form>": "bound to no session",
    "<p id='a'>x</p><p id='a'>x</p>": "an id twice", "<table><tr><th>x</th></tr></table>": "scope",
    "<p aria-describedby='b'>x</p>": "names nothing", "<img src='data:x'>": "leads away",
    "<meta name='viewport' content='width=1, maximum-scale=1'>": "zooming",
}


def self_test():
    frame = ("<!doctype html>\n<html lang='en'><head><meta name='viewport' content='width=1'>"
             "<title>x</title></head><body><main><h1>x</h1>{}</main></body></html>")
    headers = {"content-type": "text/html; charset=utf-8",
               "content-security-policy": "default-src 'none'"}
    missed = judge(frame.format(""), headers, False).findings
    for bad, words in BAD.items():
        if not any(words in finding for finding in judge(frame.format(bad), headers, False).findings):
            missed.append(f"not found: {bad}")
    print("\n".join(missed + [f"self-test: {len(BAD)} planted, {len(missed)} missed"]))
    return 1 if missed else 0


def main():
    if sys.argv[1] == "self-test":
        return self_test()
    findings, seen = [], set()
    with Site(sys.argv[1]) as site:
        for language, stop_only in (("en", 0), ("ru", 0), ("uz", 1), ("tg", 1), ("ky", 1)):
            walk = Walk(site, language)
            if not stop_only:
                walk.staff()
            walk.stop()
            findings += walk.findings
            seen |= walk.seen
        style = site.ask("GET", "/staff/style.css")[2]
        for address in re.findall(r"url\(|@import|https?:", style):
            findings.append(f"style.css fetches something: {address}")
    for finding in findings:
        print(finding)
    print(f"{len(seen)} pages in five languages, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
