"""Staff pages of the editor: outline, head, pages and questions, languages, a phone to try."""

from app.questions.editor.staff_views import languages, outline, parts, phone
from app.questions.editor.staff_views.blueprint import blueprint as blueprint

VIEWS = (outline, parts, phone, languages)
"""Imported so that their routes are known."""
