"""A survey file of LimeSurvey as a questionnaire, with a list of all that has no counterpart here.

Source: files of LimeSurvey 2 to 6 and its manual (question types, ExpressionScript).
"""

from __future__ import annotations

from pathlib import Path

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.config import PARTICIPANT_LANGUAGES
from app.questions.content import Questionnaire, Section
from app.questions.limesurvey.file import Group, SurveyFile, file_of
from app.questions.limesurvey.opening import open_lss
from app.questions.limesurvey.questions import Maker
from app.questions.limesurvey.texts import Speaker, language_of
from app.questions.texts import Texts
from app.questions.vocabulary import LONGEST_SHORT_TEXT, LONGEST_TEXT
from app.questions.xlsform.keys import key_from
from app.questions.xlsform.losses import FormRefused, Losses
from app.questions.xlsform.reading import Read

SURVEY = "Umfrage"
"""Where losses of the whole survey stand."""
_TABLES = {
    "quota": _l("Quoten"),
    "quota_members": _l("Quoten"),
    "quota_languagesettings": _l("Quoten"),
    "assessments": _l("Bewertungen"),
    "defaultvalues": _l("vorbelegte Antworten"),
    "defaultvalue_l10ns": _l("vorbelegte Antworten"),
    "survey_url_parameters": _l("Parameter der Adresse"),
    "conditions": _l("Bedingungen alter Art"),
}
_LOOKS = {"themes", "themes_inherited", "fields"}


def read_lss(path: Path, *, name: str = "") -> Read:
    """Read a survey file that its owner calls `name`; FormRefused when it is none or asks nothing we can ask."""
    losses = Losses()
    survey = file_of(open_lss(path, name or path.name))
    languages = _languages(survey, losses)
    maker = Maker(Speaker(languages, lambda code: maker.keys.get(code)), losses)
    sections = [section for group in survey.groups if (section := _section(group, maker)) is not None]
    if not any(section.questions for section in sections):
        raise FormRefused(_("In dieser Datei steht keine Frage, die hier gestellt werden kann."))
    _name_the_rest(survey, losses)
    questionnaire = Questionnaire(
        languages=languages,
        title=_words(survey, maker, LONGEST_SHORT_TEXT, "surveyls_title"),
        intro=_words(survey, maker, LONGEST_TEXT, "surveyls_description", "surveyls_welcometext"),
        closing=_words(survey, maker, LONGEST_TEXT, "surveyls_endtext"),
        sections=tuple(sections),
    )
    return Read(questionnaire, losses.listed())


def _languages(survey: SurveyFile, losses: Losses) -> tuple[str, ...]:
    """Ours of the file's languages, the one it was written in first; German variants are one German here."""
    found: list[str] = []
    for written in survey.languages:
        code = language_of(written)
        if code not in PARTICIPANT_LANGUAGES:
            losses.note(
                SURVEY,
                0,
                written,
                _("Diese Sprache spricht die Plattform nicht. Ihre Texte wurden nicht übernommen."),
            )
        elif code in found:
            losses.note(
                SURVEY,
                0,
                written,
                _("Diese Fassung einer Sprache steht hinter einer anderen und zählt nur, wo jene fehlt."),
            )
        else:
            found.append(code)
    if not found:
        raise FormRefused(_("Keine Sprache dieser Umfrage spricht auch die Plattform."))
    return tuple(found)


def _section(group: Group, maker: Maker) -> Section | None:
    """A group as a page; None for one without questions, which is named."""
    spoken = group.part.spoken("group_name")
    name = next((text for text in spoken.values() if text), "") or group.part["gid"]

    def note(column: str, what: object) -> None:
        maker.losses.note(name, 0, column, what)

    relevant = maker.relevance(name, group.part["grelevance"])
    if group.part["randomization_group"]:
        note("randomization_group", _("Die Reihenfolge der Seiten bleibt hier fest."))
    key = key_from(name, maker.taken, otherwise="seite")
    maker.taken.add(key)
    questions = tuple(question for asked in group.questions for question in maker.make(asked))
    if not questions:
        note("", _("Auf dieser Seite bleibt keine Frage, sie wurde nicht übernommen."))
        return None
    return Section(
        key=key,
        title=maker.speaker.texts(spoken, "group_name", note, LONGEST_SHORT_TEXT),
        text=maker.speaker.texts(group.part.spoken("description"), "description", note, LONGEST_TEXT),
        relevant=relevant,
        questions=questions,
    )


def _words(survey: SurveyFile, maker: Maker, longest: int, *columns: str) -> Texts:
    """The texts of some columns one after the other."""
    found: dict[str, list[str]] = {}
    for column in columns:

        def note(where: str, what: object) -> None:
            maker.losses.note(SURVEY, 0, where, what)

        for language, text in maker.speaker.texts(
            survey.words.get(column, {}), column, note, longest
        ).items():
            found.setdefault(language, []).append(text)
    return {language: "\n\n".join(parts)[:longest] for language, parts in found.items()}


def _name_the_rest(survey: SurveyFile, losses: Losses) -> None:
    for table, rows in survey.more.items():
        if table not in _LOOKS and not table.startswith("theme"):
            what = _(
                "%(what)s (%(rows)s) wurden nicht übernommen.", what=_TABLES.get(table, table), rows=rows
            )
            losses.note(SURVEY, 0, table, what)
    for column in ("startdate", "expires"):
        if survey.settings.get(column):
            losses.note(
                SURVEY, 0, column, _("Wann die Umfrage offen ist, stellen Sie hier an der Aktivität ein.")
            )
    losses.note(
        SURVEY,
        0,
        "",
        _(
            "Aussehen, E-Mails, Zugangsschlüssel und Datenschutztexte von LimeSurvey gehören hier nicht zum Fragebogen."
        ),
    )
