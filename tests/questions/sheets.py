"""A questionnaire with every kind of question, and its pages without script as a channel shows them."""

from __future__ import annotations

from flask import render_template_string

from app.questions.forms import SectionForm
from tests.questions.tables import form

PAGE = """{% extends "base/participant.html" %}
{% from "questions/fields.html" import questions_of %}
{% from "base/forms.html" import errors, csrf, submit %}
{% block title %}Umfrage{% endblock %}
{% block main %}<h1>Umfrage</h1>
<form class="form" method="post" novalidate>
  {{ errors(page) }}{{ csrf() }}{{ questions_of(page) }}{{ submit("Weiter") }}
</form>{% endblock %}"""
ALL_KINDS = form("""
note      | hello |
text      | name | | required
longtext  | why |
single    | way | foot bike other+ | required
single    | street | a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13
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


def page_of(page: SectionForm) -> str:
    return render_template_string(PAGE, page=page)
