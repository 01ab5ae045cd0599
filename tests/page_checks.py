"""What every HTML page must keep: valid, named, labelled, our own host only, nothing inline."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as MESSAGES

DATA_SCRIPTS = {"application/json", "application/ld+json", "importmap"}
UNLABELLED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-errormessage", "headers")
ADDRESSES = ("src", "action", "formaction", "poster", "data", "background", "cite")
POLICY_PARTS = ("default-src", "script-src", "form-action", "frame-ancestors", "base-uri", "object-src")
UNFILLED = re.compile(r"\{\{|\}\}|\{%|%\([a-z_]+\)[sd]")


class Page:
    """One parsed HTML page; answers what tests ask and lists what is wrong with it."""

    def __init__(self, html: str, host: str = "localhost") -> None:
        self.host = host
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=False
        )
        with warnings.catch_warnings():
            # html5lib 1.1 keeps two old spellings of the standard library.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.root: Element = parser.parse(html)
        self.errors = [
            f"not valid HTML at line {position[0]}: {MESSAGES.get(code, code) % values}"
            for position, code, values in parser.errors
        ]
        self.elements = [element for element in self.root.iter() if isinstance(element.tag, str)]
        self.parents = {child: parent for parent in self.elements for child in parent}
        self.ids = Counter(element.get("id") for element in self.elements if element.get("id"))

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str) -> Element:
        found = self.all(tag)
        assert len(found) == 1, f"{len(found)} <{tag}> on the page"
        return found[0]

    def above(self, element: Element) -> Iterator[Element]:
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent

    @property
    def title(self) -> str:
        return text_of(self.one("title"))

    @property
    def h1(self) -> str:
        return text_of(self.one("h1"))

    @property
    def text(self) -> str:
        """The words of <main>, spaces made single."""
        return text_of(self.one("main"))

    def form(self, action: str | None = None) -> Element:
        """The form that posts to `action`, or the only posting form inside <main>."""
        forms = [form for form in self.one("main").iter("form") if method_of(form) == "post"]
        if action is not None:
            forms = [form for form in self.all("form") if urlsplit(form.get("action", "")).path == action]
        assert len(forms) == 1, f"{len(forms)} forms to choose from; name the action"
        return forms[0]

    def faults(self, *, framed: bool = False) -> list[str]:
        """Everything wrong with the page; `framed` pages stand in a frame and need no h1 and no main."""
        found = list(self.errors)
        for check in (
            self._naming,
            self._ids,
            self._controls,
            self._pictures,
            self._addresses,
            self._inline,
            self._forms,
        ):
            found.extend(check())
        if not framed:
            found.extend(self._outline())
        return found

    def _naming(self) -> Iterator[str]:
        if not (self.root.get("lang") or "").strip():
            yield "<html> has no lang"
        titles = [title for title in self.all("title") if self.parents[title].tag == "head"]
        if len(titles) != 1 or not text_of(titles[0]):
            yield "the page needs exactly one title with words in it"
        body = " ".join(
            part
            for element in self.elements
            if element.tag not in {"script", "style", "template"}
            for part in (element.text or "", *(child.tail or "" for child in element))
        )
        if unfilled := UNFILLED.search(body):
            yield f"a placeholder was left unfilled: {unfilled.group()}"

    def _outline(self) -> Iterator[str]:
        for tag in ("h1", "main"):
            if (count := len(self.all(tag))) != 1:
                yield f"{count} <{tag}> instead of one"
        level = 0
        for heading in self.all("h1", "h2", "h3", "h4", "h5", "h6"):
            here = int(heading.tag[1])
            if level and here > level + 1:
                yield f"heading {text_of(heading)!r} jumps from h{level} to h{here}"
            if not text_of(heading):
                yield f"empty <{heading.tag}>"
            level = here

    def _ids(self) -> Iterator[str]:
        yield from (f"id {name!r} stands {n} times" for name, n in self.ids.items() if n > 1)
        for element in self.elements:
            for attribute in REFERENCES:
                for name in (element.get(attribute) or "").split():
                    if name not in self.ids:
                        yield f"<{element.tag} {attribute}> points at {name!r}, which is not there"
            href = element.get("href") or ""
            if href.startswith("#") and len(href) > 1 and href[1:] not in self.ids:
                yield f"<{element.tag} href> points at {href!r}, which is not there"

    def _controls(self) -> Iterator[str]:
        labels = {label.get("for") for label in self.all("label") if text_of(label)}
        for control in self.all("input", "select", "textarea"):
            if control.tag == "input" and control.get("type", "text") in UNLABELLED_INPUTS:
                continue
            wrapped = any(parent.tag == "label" and text_of(parent) for parent in self.above(control))
            named = control.get("aria-label") or control.get("aria-labelledby")
            if not (wrapped or named or (control.get("id") and control.get("id") in labels)):
                yield f"<{control.tag} name={control.get('name')!r}> has no label"
            if control.get("type") == "radio" and not any(
                parent.tag == "fieldset" or parent.get("role") == "radiogroup"
                for parent in self.above(control)
            ):
                yield f"radio {control.get('name')!r} stands outside a fieldset"
        for fieldset in self.all("fieldset"):
            named = fieldset.get("aria-label") or fieldset.get("aria-labelledby")
            if not named and not any(child.tag == "legend" and text_of(child) for child in fieldset):
                yield "fieldset without a legend"
        for element in self.all("button", "a", "summary"):
            if element.tag == "a" and element.get("href") is None:
                continue
            named = element.get("aria-label") or element.get("aria-labelledby") or text_of(element)
            if not named and not any(child.get("alt") or child.tag == "title" for child in element.iter()):
                yield f"<{element.tag}> has no name"

    def _pictures(self) -> Iterator[str]:
        for image in self.all("img"):
            if image.get("alt") is None:
                yield f"<img src={image.get('src')!r}> has no alt"
        for frame in self.all("iframe"):
            if not (frame.get("title") or "").strip():
                yield f"<iframe src={frame.get('src')!r}> has no title"

    def _addresses(self) -> Iterator[str]:
        for element in self.elements:
            for attribute in ADDRESSES:
                if self._is_foreign(element.get(attribute)):
                    yield f"<{element.tag} {attribute}> fetches from elsewhere: {element.get(attribute)}"
            for part in (element.get("srcset") or "").split(","):
                if self._is_foreign(part.strip().split(" ")[0]):
                    yield f"<{element.tag} srcset> fetches from elsewhere: {part.strip()}"
            href = element.get("href")
            if (href or "").lower().strip().startswith("javascript:"):
                yield f"<{element.tag}> runs a script from its address"
            if self._is_foreign(href):
                if element.tag not in {"a", "area"}:
                    yield f"<{element.tag} href> fetches from elsewhere: {href}"
                elif not (element.get("rel") or "").strip():
                    yield f"link to another host without rel: {href}"

    def _is_foreign(self, address: str | None) -> bool:
        parts = urlsplit((address or "").strip())
        return parts.scheme in {"", "http", "https"} and bool(parts.netloc) and parts.netloc != self.host

    def _inline(self) -> Iterator[str]:
        for script in self.all("script"):
            if script.get("src") is None and script.get("type") not in DATA_SCRIPTS:
                yield "inline <script>"
        if self.all("style"):
            yield "inline <style>"
        for element in self.elements:
            for attribute in element.attrib:
                if attribute == "style" or attribute.startswith("on"):
                    yield f"<{element.tag}> has {attribute}="

    def _forms(self) -> Iterator[str]:
        for form in self.all("form"):
            tokens = [field.get("value") for field in form.iter("input") if field.get("name") == "csrf_token"]
            where = form.get("action") or "this page"
            if method_of(form) == "post" and not (len(tokens) == 1 and tokens[0]):
                yield f"the form that posts to {where} needs one csrf_token and has {len(tokens)}"
            if method_of(form) != "post" and tokens:
                yield f"the form that asks {where} would write its csrf_token into the address"


def policy_faults(headers: Mapping[str, str]) -> list[str]:
    """What is missing or too wide in the headers that protect a page in the browser."""
    policy = headers.get("Content-Security-Policy", "")
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.split()}
    found = [f"Content-Security-Policy lacks {name}" for name in POLICY_PARTS if name not in parts]
    for name, sources in parts.items():
        for source in sources:
            if source in {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:"}:
                found.append(f"Content-Security-Policy {name} allows {source}")
            elif "." in source and not source.startswith("'"):
                found.append(f"Content-Security-Policy {name} names another host: {source}")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("X-Content-Type-Options is not nosniff")
    return found


def text_of(element: Element) -> str:
    """The words inside an element, spaces made single."""
    return " ".join("".join(element.itertext()).split())


def method_of(form: Element) -> str:
    return (form.get("method") or "get").lower()
