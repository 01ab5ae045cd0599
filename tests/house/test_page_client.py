"""The page client finds each thing it looks for: every check is shown to fail once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, Response, redirect, request
from sqlalchemy import text

from app.base.database import db
from tests.page_checks import Page, policy_faults
from tests.page_client import PageClient, PageFault

GOOD = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Mitmachen – Streifzug</title>
<link rel="stylesheet" href="/static/dist/a.css"><script type="module" src="/static/dist/a.js"></script></head>
<body><a href="#main">Zum Inhalt</a><main id="main"><h1>Mitmachen</h1><h2>Dein Code</h2>
<p data-config='{"a": 1}'>Text</p>
<form method="post" action="/mitmachen"><input type="hidden" name="csrf_token" value="x">
<label for="code">Code</label><input id="code" name="code" value="ABC">
<fieldset><legend>Alter</legend>
<label><input type="radio" name="alter" value="9">9</label>
<label><input type="radio" name="alter" value="10" checked>10</label></fieldset>
<label>Woher<select name="woher"><option value="">?</option><option value="sr01" selected>SR01</option></select></label>
<label>Warum<textarea name="warum">
Weil</textarea></label>
<label><input type="checkbox" name="ja"> Ja</label>
<button name="go" value="1">Los</button></form>
<img src="/bild.png" alt=""><a href="https://example.org" rel="noopener external">Mehr</a>
</main></body></html>"""
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-x'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)


def test_a_good_page_has_no_faults() -> None:
    assert Page(GOOD).faults() == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("<!doctype html>", "", "not valid HTML"),
        ("</h1>", "</h2>", "not valid HTML"),
        ("<p data", "<p data-config='2' data", "not valid HTML"),
        (' lang="de"', "", "has no lang"),
        ("Mitmachen – Streifzug", " ", "exactly one title"),
        ("<h2>Dein Code</h2>", "<h1>Dein Code</h1>", "2 <h1>"),
        ("<h1>Mitmachen</h1>", "", "0 <h1>"),
        ('<main id="main">', '<div id="main">', "0 <main>"),
        ("<h2>Dein Code</h2>", "<h3>Dein Code</h3>", "jumps from h1 to h3"),
        ("<h2>Dein Code</h2>", "<h2> </h2>", "empty <h2>"),
        ('name="code"', 'name="code" required id="main"', "not valid HTML"),
        ("<p data", '<p id="code" data', "id 'code' stands 2 times"),
        ('<label for="code">Code</label>', "", "has no label"),
        ('<label for="code">Code</label>', '<label for="kode">Code</label>', "points at 'kode'"),
        ('name="code"', 'name="code" aria-describedby="hint"', "points at 'hint'"),
        ('href="#main"', 'href="#inhalt"', "points at '#inhalt'"),
        ("<legend>Alter</legend>", "", "fieldset without a legend"),
        ("Los</button>", "</button>", "<button> has no name"),
        (' alt=""', "", "has no alt"),
        ("<p data", '<iframe src="/karte"></iframe><p data', "has no title"),
        ('src="/bild.png"', 'src="https://elsewhere.example/bild.png"', "fetches from elsewhere"),
        ('src="/bild.png"', 'src="//elsewhere.example/bild.png"', "fetches from elsewhere"),
        ('src="/bild.png"', 'src="/a.png" srcset="https://elsewhere.example/b.png 2x"', "srcset"),
        ('action="/mitmachen"', 'action="https://elsewhere.example/"', "fetches from elsewhere"),
        ('href="/static/dist/a.css"', 'href="https://elsewhere.example/a.css"', "<link href>"),
        (' rel="noopener external"', "", "link to another host without rel"),
        ('href="https://example.org"', 'href="javascript:alert(1)"', "runs a script"),
        (' src="/static/dist/a.js"', "", "inline <script>"),
        ("</head>", "<style>p{}</style></head>", "inline <style>"),
        ("<p data", '<p style="color:red" data', "has style="),
        ("<p data", '<p onclick="a()" data', "has onclick="),
        ('<input type="hidden" name="csrf_token" value="x">', "", "needs one csrf_token"),
        (' value="x"', ' value=""', "needs one csrf_token"),
        ('method="post"', 'method="get"', "write its csrf_token into the address"),
        ("Dein Code", "Dein %(code)s", "left unfilled"),
        ("Dein Code", "Dein {{ code }}", "left unfilled"),
    ],
)
def test_each_fault_is_found(before: str, after: str, fault: str) -> None:
    assert before in GOOD
    assert fault in "\n".join(Page(GOOD.replace(before, after, 1)).faults())


def test_a_radio_needs_its_fieldset() -> None:
    page = Page(GOOD.replace("<fieldset><legend>Alter</legend>", "").replace("</fieldset>", ""))
    assert "radio 'alter' stands outside a fieldset" in page.faults()


def test_a_framed_page_needs_no_heading_but_all_the_rest() -> None:
    framed = GOOD.replace("<h1>Mitmachen</h1>", "")
    assert Page(framed).faults(framed=True) == []
    assert Page(framed.replace(' lang="de"', "")).faults(framed=True) == ["<html> has no lang"]


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        ("", "lacks default-src"),
        (POLICY.replace("'nonce-x'", "'unsafe-inline'"), "script-src allows 'unsafe-inline'"),
        (POLICY.replace("'nonce-x'", "'unsafe-eval'"), "script-src allows 'unsafe-eval'"),
        (POLICY.replace("'nonce-x'", "https:"), "script-src allows https:"),
        (POLICY.replace("'nonce-x'", "cdn.example.org"), "names another host: cdn.example.org"),
        (POLICY.replace("base-uri 'none'; ", ""), "lacks base-uri"),
    ],
)
def test_each_hole_in_the_policy_is_found(policy: str, fault: str) -> None:
    assert fault in "\n".join(policy_faults({"Content-Security-Policy": policy}))


def test_a_strict_policy_has_no_faults() -> None:
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
    assert policy_faults(headers) == []
    assert policy_faults({"Content-Security-Policy": POLICY}) == ["X-Content-Type-Options is not nosniff"]


@pytest.fixture
def small_app() -> Iterator[Flask]:
    """An application of five lines, with the real database object on a database in memory."""
    small = Flask(__name__)
    small.config.update(TESTING=True, SQLALCHEMY_DATABASE_URI="sqlite://")
    db.init_app(small)

    @small.route("/seite", methods=["GET", "POST"])
    def page() -> Response:
        return Response(GOOD.replace("/mitmachen", "/echo"), headers=_headers())

    @small.route("/echo", methods=["POST"])
    def echo() -> dict[str, list[str]]:
        return request.form.to_dict(flat=False)

    @small.route("/schlecht")
    def bad() -> Response:
        return Response(GOOD.replace(' alt=""', ""), headers=_headers())

    @small.route("/offen")
    def without_policy() -> str:
        return GOOD

    @small.route("/weg")
    def away() -> Response:
        return redirect("https://elsewhere.example/")

    @small.route("/schreiben/<how>")
    def write(how: str) -> dict[str, bool]:
        db.session.execute(text("INSERT INTO thing VALUES (1)"))
        if how == "ganz":
            db.session.commit()
        elif how == "zurueck":
            db.session.rollback()
        return {"ok": True}

    with small.app_context():
        db.session.execute(text("CREATE TABLE thing (id INTEGER)"))
        db.session.commit()
        yield small
        db.session.remove()
        db.engine.dispose()


def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Content-Type": "text/html",
    }


def test_the_client_gives_the_parsed_page(small_app: Flask) -> None:
    page = PageClient(small_app).get("/seite").page
    assert (page.title, page.h1) == ("Mitmachen – Streifzug", "Mitmachen")


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/schlecht", "has no alt"),
        ("/offen", "lacks default-src"),
        ("/weg", "to another host: elsewhere.example"),
        ("/schreiben/halb", "written but not committed: INSERT INTO thing"),
    ],
)
def test_the_client_refuses_a_bad_answer(small_app: Flask, path: str, fault: str) -> None:
    with pytest.raises(PageFault, match=fault):
        PageClient(small_app).get(path)


@pytest.mark.parametrize("how", ["ganz", "zurueck"])
def test_the_client_accepts_what_was_ended(small_app: Flask, how: str) -> None:
    assert PageClient(small_app).get(f"/schreiben/{how}").json == {"ok": True}


def test_a_form_is_sent_as_a_browser_would(small_app: Flask) -> None:
    sent = PageClient(small_app).submit("/seite", {"code": "XYZ"}).json
    assert sent == {
        "csrf_token": ["x"],
        "code": ["XYZ"],
        "alter": ["10"],
        "woher": ["sr01"],
        "warum": ["Weil"],
    }


def test_a_field_that_is_not_there_is_a_mistake_of_the_test(small_app: Flask) -> None:
    with pytest.raises(AssertionError, match="no field 'kode'"):
        PageClient(small_app).submit("/seite", {"kode": "XYZ"})
