"""The fingerprint of what was said: the same words and places give the same hash, whoever wrote the JSON and how."""

from __future__ import annotations

import json
from typing import Any

import shapely

from app.base.tokens import token_hash
from app.contributions.drafts import ContributionDraft, SubmissionDraft


def content_hash(draft: SubmissionDraft) -> str:
    """Keyed SHA-256 (hex) of a checked draft; the key keeps a copy of the database from confirming guessed words.

    Times are left out: a phone whose clock was set right between two attempts still sends the same content.
    """
    content: dict[str, Any] = {
        "process": str(draft.process_id),
        "activity": str(draft.activity_id),
        "person": draft.person_key,
        "channel": draft.channel,
        "language": draft.language,
    }
    if draft.sent is not None:
        # As plain ASCII: a body may hold halves of characters that no encoding takes.
        content["sent"] = json.dumps(draft.sent, sort_keys=True)
    else:
        content["contributions"] = [_said(contribution) for contribution in draft.contributions]
        if draft.attributes:
            # Left out where there are none: what arrived before sittings had answers keeps its fingerprint.
            content["attributes"] = draft.attributes
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return token_hash(text)


def _said(draft: ContributionDraft) -> dict[str, Any]:
    return {
        "id": str(draft.id),
        "kind": draft.kind,
        "quality": draft.quality,
        "valence": draft.valence,
        "text": draft.text,
        "title": draft.title,
        "geometry": None if draft.geometry is None else shapely.to_wkb(draft.geometry, hex=True),
        "place_text": draft.place_text,
        "precision": draft.precision,
        "is_secret": draft.is_secret,
        "attributes": dict(sorted(draft.attributes.items())),
        # Left out where nobody said yes: what arrived before anybody was asked keeps its fingerprint.
        **({"quote": draft.quote} if draft.quote else {}),
    }
