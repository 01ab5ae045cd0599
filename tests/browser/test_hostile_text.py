"""R49: hostile words in every field a person can fill; every page shows them as they are and runs none of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import shapely
from playwright.sync_api import Browser, BrowserContext, Page

from app.accounts import services as accounts
from app.areas.models import Area, AreaSet
from app.base.database import db, new_id, now
from app.contributions import review
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.services import record, record_many
from app.indicators.models import Release, ReleaseProposal, ReleaseRow, Source
from app.maps.services import create_campaign
from app.maps.template import CampaignDraft, QuestionDraft
from app.participants.models import JoinCode
from app.participants.services import create_code, join_direct
from app.processes import services as processes
from tests.browser.conftest import ContextMaker
from tests.browser.served import ServedApp
from tests.participants.factories import say_all_yeses
from tests.staff import PASSWORD

HOSTILE = (
    "'\"><img src=x onerror=canary()>`${canary()}{{7*7}}%(a)s",
    "</script><script>canary()</script><svg/onload=canary()>",
    "<a href=javascript:canary()>x</a></textarea><iframe srcdoc='<script>parent.canary()</script>'>",
    "\\u003cimg src=x onerror=canary()\\u003e &lt;img src=x onerror=canary()&gt; ]]> --> <!--",
)
SHORT = HOSTILE[0]
ALL = " ".join(HOSTILE)
EMAIL, SLUG = "ada@example.org", "feindselig"
BASE = f"/verwaltung/verfahren/{SLUG}"
RESULTS = f"/verfahren/{SLUG}/ergebnisse"
PUBLIC = ("/", f"/verfahren/{SLUG}", RESULTS, f"{RESULTS}/1/karte", f"/verfahren/{SLUG}/nadeln")
OFFICE = (
    *(BASE, f"{BASE}/beschreibung", f"{BASE}/aktivitaeten", f"{BASE}/team", f"{BASE}/zugang"),
    *(f"{BASE}/sichtung?stand=alle", f"{BASE}/sichtung?suche={SHORT}", f"{BASE}/schutz"),
    *(f"{BASE}/kennzahlen", f"{BASE}/kennzahlen?sicht=intern", f"{BASE}/veroeffentlichungen"),
    *(f"{BASE}/veroeffentlichungen/1", f"{BASE}/veroeffentlichungen/vergleich?von=1&bis=1"),
    *(f"{BASE}/karte/karte", f"{BASE}/karte/karte/vorschau", f"{BASE}/aktivitaeten/karte"),
    *("/verwaltung", "/verwaltung/raeume", "/verwaltung/personen", "/verwaltung/konto"),
)
YOUNG = (
    *("/mein", f"/verfahren/{SLUG}/karte/karte", f"/verfahren/{SLUG}/karte/karte?ansicht=liste"),
    *(f"/verfahren/{SLUG}/karte/karte/fertig", "/mitmachen", "/mitmachen/abmelden"),
)
ODD = (f"/{SHORT}", f"/verfahren/{SHORT}", f"{RESULTS}?kennzahl={SHORT}", f"/?sprache={SHORT}&next={SHORT}")


@pytest.fixture(scope="module")
def session_token(live_server: ServedApp) -> str:
    return live_server.do(_fill)


def _fill() -> str:
    """A process in which every text is hostile; returns the cookie of a participant."""
    ada = accounts.create_user(email=EMAIL, name=SHORT, password=PASSWORD, is_admin=True)
    second = accounts.create_user(email="bo@example.org", name=ALL[:120], password=PASSWORD)
    area_set = AreaSet(name="Räume", valid_from=date(2024, 1, 1), content_hash="0" * 64, source=ALL[:200])
    for number, code in enumerate((SHORT, HOSTILE[1], "A3")):
        shape = shapely.box(9.28 + 0.02 * number, 52.69, 9.30 + 0.02 * number, 52.71)
        area_set.areas.append(Area(code=code, name=HOSTILE[number], geometry=shape, area_m2=3.0e6))
    db.session.add(area_set)
    db.session.flush()
    process = processes.create(
        slug=SLUG,
        title=ALL[:200],
        area_set_names=["Räume"],
        aim=ALL,
        decision_scope=ALL,
        participation_level="consult",
        target_groups=ALL,
        results_use=ALL,
        responsible=ALL[:200],
        contact=HOSTILE[2],
    )
    processes.open_process(process_id=process.id)
    for user, roles in ((ada, ("coordinator", "safeguard")), (second, ("editor", "dpo"))):
        for role in roles:
            processes.add_membership(process_id=process.id, user_id=user.id, role=role)
    question = QuestionDraft(key="q1", text=ALL[:300], qualities=("fav", "idea"), max_pins=9)
    campaign = create_campaign(
        process_id=process.id,
        slug="karte",
        draft=CampaignDraft(
            title=ALL[:200], intro=ALL, center_lon=9.3, center_lat=52.7, zoom=15, questions=(question,)
        ),
        description=ALL,
    )
    processes.open_activity(activity_id=campaign.activity_id)
    create_code(process_id=process.id, label=SHORT)
    joined = join_direct(process_id=process.id, age_band="a12_13", home_area_code=SHORT)
    marks = [
        ContributionDraft(
            id=new_id(),
            quality="fav",
            text=ALL,
            title=SHORT,
            place_text=ALL[:290],
            geometry=shapely.Point(9.285 + 0.001 * number, 52.7),
            attributes={"question": "q1"},
        )
        for number in range(3)
    ]
    owner = {
        "process_id": process.id,
        "activity_id": campaign.activity_id,
        "participant_id": joined.participant.id,
        "person_key": str(joined.participant.id),
        "channel": "maps",
    }
    record(SubmissionDraft(id=new_id(), contributions=marks, **owner))
    coded = ContributionDraft(
        id=new_id(),
        text=f"Ich habe Angst, er schlägt mich. {ALL}",
        attributes={"code": SHORT, "question": "q1"},
    )
    record_many([SubmissionDraft(id=new_id(), contributions=[coded], **owner)])
    say_all_yeses(joined.participant.id)
    review.release(process_id=process.id, versions={marks[0].id: None}, user_id=second.id)
    review.redact(
        process_id=process.id, contribution_id=marks[1].id, version=None, user_id=second.id, text=ALL
    )
    _release(process.id, ada.id, second.id)
    return joined.session_token


def _release(process_id: UUID, first: UUID, second: UUID) -> None:
    db.session.add(Source(id="s1", provider=ALL[:200], title=ALL[:300], method=ALL[:500], contact=SHORT))
    release = Release(
        number=1,
        process_id=process_id,
        title=ALL[:200],
        area_sets=["Räume"],
        approved_first_by=first,
        approved_second_by=second,
        frozen_at=now() - timedelta(days=1),
        content_hash="0" * 64,
        note=ALL,
    )
    proposal = ReleaseProposal(
        process_id=process_id,
        proposed_by=second,
        title=ALL[:200],
        note=ALL,
        area_sets=["Räume"],
        content_hash="0",
    )
    db.session.add_all([release, proposal])
    db.session.flush()
    for number, code in enumerate((SHORT, HOSTILE[1], "A3")):
        for indicator in ("N02", f"N01:code={SHORT}"):
            db.session.add(
                ReleaseRow(
                    release_id=release.id,
                    row=2 * number + (indicator != "N02"),
                    indicator_id=indicator,
                    area_set="Räume",
                    area_id=code,
                    area_vintage="2024-01-01",
                    period_start=date(2026, 3, 2),
                    period_end=date(2026, 3, 27),
                    ref="place",
                    value=12.0 + number,
                    unit="persons",
                    n_persons=12,
                    source_id="s1",
                    quality_note=ALL[:500],
                    computed_at=now(),
                )
            )


@pytest.fixture
def visit(new_context: ContextMaker) -> Iterator[BrowserContext]:
    """A browser that notes when a hostile word ran, whether by script, by dialog or by a picture that fails."""
    context = new_context(viewport={"width": 1280, "height": 900})
    fired: list[str] = []
    context.expose_function("canary", lambda: fired.append("canary"))
    context.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    context.on("request", lambda request: request.url.endswith("/x") and fired.append(request.url))
    yield context
    assert fired == []


def _open(context: BrowserContext, addresses: tuple[str, ...]) -> str:
    """Open every address, look for anything that became an element, and return all words that were shown."""
    page = context.new_page()
    shown = []
    for url in addresses:
        page.goto(url)
        page.wait_for_load_state("networkidle")
        _hover(page)
        for frame in page.frames:
            planted = frame.locator("img[src=x], [onload], [onerror], [srcdoc], a[href^='javascript:']")
            assert planted.count() == 0, f"{url}: {planted.first.evaluate('e => e.outerHTML')}"
            assert "{{7*7}}" in frame.content() or "49%(a)s" not in frame.content(), url
        shown.append(page.locator("body").inner_text())
    page.close()
    return "\n".join(shown)


def _hover(page: Page) -> None:
    """Call up the tooltips of maps, which some libraries fill with HTML."""
    if page.url.endswith(RESULTS):
        page.frames[-1].locator("path.leaflet-interactive").first.wait_for()
    for frame in page.frames:
        for shape in frame.locator("path.leaflet-interactive").all()[:3]:
            shape.hover(force=True)
            frame.wait_for_timeout(50)


def test_the_control_these_words_run_where_nobody_guards(browser: Browser) -> None:
    page = browser.new_page()
    fired: list[str] = []
    page.expose_function("canary", lambda: fired.append("canary"))
    page.set_content(f"<p>{ALL}</p>")
    page.wait_for_load_state("networkidle")
    page.close()
    assert fired


def test_visitors(visit: BrowserContext, session_token: str) -> None:
    # A frame opened by itself has no origin of its own and asks for the picture every browser asks for.
    visit.watch.allow(r"favicon\.ico")  # type: ignore[attr-defined]
    shown = _open(visit, PUBLIC)
    for words in HOSTILE:
        assert words in shown
    visit.watch.allow(r"^40[04] GET")  # type: ignore[attr-defined]
    _open(visit, ODD)


def test_participants(visit: BrowserContext, live_server: ServedApp, session_token: str) -> None:
    name = live_server.app.config["PARTICIPANT_COOKIE_NAME"]
    visit.add_cookies([{"name": name, "value": session_token, "url": live_server.url}])
    shown = _open(visit, YOUNG)
    for words in HOSTILE:
        assert words in shown


def test_staff(visit: BrowserContext, live_server: ServedApp, session_token: str) -> None:
    page = visit.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/verwaltung")
    details = live_server.do(_details)
    shown = _open(visit, (*OFFICE, *details))
    for words in HOSTILE:
        assert words in shown


def _details() -> tuple[str, ...]:
    area_set = db.session.scalars(db.select(AreaSet.id)).one()
    codes = db.session.scalars(db.select(JoinCode.id)).all()
    return (
        *(f"/verwaltung/raeume/{area_set}{part}" for part in ("", "/pruefung", "/einwohner")),
        *(f"{BASE}/zugang/{code}/{part}" for code in codes for part in ("plakat", "karten")),
    )
