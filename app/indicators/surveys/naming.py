"""Names of rows about answers: `B:mein-viertel-3f2a1b.wege=bus`, the same for ever and never too long."""

from __future__ import annotations

import hashlib
from uuid import UUID

LONGEST = 120
"""As long as an indicator_id may be."""
LONGEST_SLUG = 30
_SIGNS = 6
SAMPLE = "~stichprobe"
"""Behind the handle of a survey, for those who were drawn."""


def handle(slug: str, activity_id: UUID) -> str:
    """A name of a survey that is the only one in the installation: its slug and the end of its id."""
    return f"{slug[:LONGEST_SLUG].strip('-')}-{activity_id.hex[-_SIGNS:]}"


def sample_handle(survey: str) -> str:
    """The handle of the drawn sample of a survey."""
    return f"{survey}{SAMPLE}"


def is_sample(survey: str) -> bool:
    """Whether a handle is that of a sample."""
    return survey.endswith(SAMPLE)


def indicator_id(base: str, survey: str, item: str = "", choice: str = "") -> str:
    """`B:survey.item=choice`; what is too long ends in a digest of the whole, so that two names never meet."""
    name = f"{base}:{survey}" + (f".{item}" if item else "") + (f"={choice}" if choice else "")
    if len(name) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    if not choice:
        return f"{name[: LONGEST - len(digest) - 1]}~{digest}"
    # The sign between question and choice stays: what stands before it names the question in all its rows.
    question = hashlib.sha256(f"{survey}.{item}".encode()).hexdigest()[:10]
    return f"{base}:{survey}.{item[:30]}~{question}={choice[:20]}~{digest}"


def survey_of(name: str) -> str:
    """The survey's handle in an indicator_id; empty for rows about something else."""
    return name.partition(":")[2].partition(".")[0].partition("=")[0]
