"""A questionnaire with every kind of question, and its pages without script as a channel shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template_string

from app.questions.content import Questionnaire
from app.questions.forms import QuestionsForm, form_of
from app.questions.saying import Saying
from tests.questions.tables import form

PAGE = """{% extends "base/participant.html" %}
{% from "questions/fields.html" import still %}
{% from "base/forms.html" import csrf, submit %}
{% block title %}Umfrage{% endblock %}
{% block styles %}<link rel="stylesheet" href="{{ asset('questions/walk_page.css') }}">{% endblock %}
{% block main %}<h1>Umfrage</h1>
<form class="form" method="post" novalidate>
  {{ csrf() }}{% for field in page.asked %}{{ still(field) }}{% endfor %}{{ submit("Weiter") }}
</form>{% endblock %}"""
ALL_KINDS = form("""
note      | hello |
text      | name | | required
longtext  | why |
single    | way | foot bike other+ | required
single    | street | a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16
multiple  | ways | foot bike other+ none- |
scale     | mood | 1 2 3 4 5 | look smileys
matrix    | places | good bad / park hall | required
ranking   | wishes | park other+ bus |
number    | km | | 0..50
date      | day |
time      | at |
consent   | ok | | required
photo     | pic |
audio     | voice |
point     | spots | fav avoid | look coded; ..2
-single   | often | daily rarely | required
-text     | because |
freehand  | mine | | ..1
""")


def asking(
    questionnaire: Questionnaire, answers: Mapping[str, Any] | None = None, language: str = "de"
) -> Any:
    """The form class of all questions outside of repeated sections."""
    questions = [
        one for section in questionnaire.sections if not section.is_repeated for one in section.questions
    ]
    return form_of(questions, Saying(questionnaire, language, raw=dict(answers or {})))


def page_of(page: QuestionsForm) -> str:
    return render_template_string(PAGE, page=page)
