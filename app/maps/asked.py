"""What a needle map asks, read from its questionnaire: one map question after the other, with its follow-ups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from uuid import UUID

from app.maps.naming import TEXT, TITLE, recorded_as
from app.maps.vocabulary import FELT_AREA, TASK_OF_KIND, WAY
from app.questions.content import Question, Questionnaire, Section
from app.questions.queries import published_content
from app.questions.vocabulary import CODED, FREE_TEXT_KINDS, MOST_MARKS

SECTION = "needle_map"
"""Key of the one section; with its sign no key that is made of words can be the same."""


@dataclass(frozen=True)
class MapQuestion:
    """One question on the map. `qualities` are the C2 pin kinds offered, `max_pins` the limit for each person (B4: 3).

    `task` says what is done on the map: `needle` sets points, `felt_area` draws one's own quarter (B16), `way` a way.
    """

    asked: Question
    position: int

    @property
    def key(self) -> str:
        return self.asked.key

    @property
    def text(self) -> str:
        """The question in the language staff write in."""
        return self.asked.label.get("de", "")

    @property
    def task(self) -> str:
        return TASK_OF_KIND[self.asked.kind]

    @cached_property
    def qualities(self) -> list[str]:
        """Pin kinds in their order; a drawn way is always of one kind, a felt area of none."""
        fixed: dict[str, list[str]] = {FELT_AREA: [], WAY: [WAY]}
        return fixed.get(self.task, [choice.key for choice in self.asked.choices])

    @property
    def max_pins(self) -> int:
        return int(self.asked.most or MOST_MARKS)

    @cached_property
    def by_name(self) -> dict[str, Question]:
        """Follow-ups that are recorded as an answer or as words, by the name of their record."""
        return {recorded_as(one): one for one in self.asked.followups if one.of_kind.value != "files"}

    @property
    def words(self) -> Question | None:
        return self.by_name.get(TEXT)

    @property
    def name(self) -> Question | None:
        return self.by_name.get(TITLE)

    @cached_property
    def further(self) -> tuple[Question, ...]:
        """Follow-ups that are more than words, name, photo and voice, which belong to every pin."""
        special = {TEXT, TITLE}
        return tuple(
            one
            for one in self.asked.followups
            if one.of_kind.value != "files" and recorded_as(one) not in special
        )

    @property
    def ask_time(self) -> bool:
        return "time_of_day" in self.by_name

    @property
    def ask_company(self) -> bool:
        return "company" in self.by_name

    @property
    def ask_photo(self) -> str:
        """`first` when the photo stands before everything else: half sentences with a photo each (B6) begin with it."""
        kinds = [one.kind for one in self.asked.followups]
        if "photo" not in kinds:
            return "none"
        return "first" if kinds[0] == "photo" else "offered"

    @property
    def ask_voice(self) -> bool:
        return any(one.kind == "audio" for one in self.asked.followups)

    @cached_property
    def relaxed(self) -> MapQuestion:
        """The same without any need of words to further questions, which may have arrived before."""
        special = {TEXT, TITLE}
        followups = tuple(
            replace(one, is_required=False)
            if one.kind in FREE_TEXT_KINDS and recorded_as(one) not in special
            else one
            for one in self.asked.followups
        )
        return MapQuestion(replace(self.asked, followups=followups), self.position)

    def named(self, path: str) -> str:
        """The name under which the answer at a path below a pin is recorded (`gern_company`, `gern_x.other`)."""
        key, sign, rest = path.partition(".")
        return f"{self._names.get(key, key)}{sign}{rest}"

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.key: recorded_as(one) for one in self.asked.followups}

    def sheet(self, quality: str | None) -> Questionnaire:
        """A questionnaire of this question only, to check what was answered about one pin of a kind.

        A pin whose kind is not known yet, and what is drawn, are asked without.
        """
        return self._coded if quality in self.qualities and self.asked.look == CODED else self._uncoded

    @cached_property
    def _coded(self) -> Questionnaire:
        return Questionnaire(sections=(Section(SECTION, questions=(self.asked,)),))

    @cached_property
    def _uncoded(self) -> Questionnaire:
        plain = replace(self.asked, look="", choices=())
        return Questionnaire(sections=(Section(SECTION, questions=(plain,)),))


def map_questions(content: Questionnaire) -> tuple[MapQuestion, ...]:
    """The map questions of a questionnaire in order."""
    asked = [one for one in content.questions() if one.kind in TASK_OF_KIND]
    return tuple(MapQuestion(one, position) for position, one in enumerate(asked))


@lru_cache(maxsize=64)
def questions_of_version(version_id: UUID) -> tuple[MapQuestion, ...]:
    """Those of a published version, which never changes. NotFound."""
    return map_questions(published_content(version_id))
