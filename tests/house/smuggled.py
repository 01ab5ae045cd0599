"""What no form asks for, sent along to see that nothing of it is taken."""

from __future__ import annotations

SMUGGLED_ID = "0badc0de-0000-7000-8000-000000000bad"
SMUGGLED_TEXT = "eingeschmuggelt"
SMUGGLED = {
    "id": SMUGGLED_ID,
    "process_id": SMUGGLED_ID,
    "project": SMUGGLED_TEXT,
    "user_id": SMUGGLED_ID,
    "owner": SMUGGLED_TEXT,
    "participant_id": SMUGGLED_ID,
    "activity_id": SMUGGLED_ID,
    "channel": SMUGGLED_TEXT,
    "role": "coordinator",
    "roles": "coordinator",
    "is_admin": "1",
    "active": "1",
    "approved": "1",
    "approved_first_by": SMUGGLED_ID,
    "state": "published",
    "status": "open",
    "votes": "999999",
    "created_at": "1999-01-01T00:00:00+00:00",
    "opened_at": "1999-01-01T00:00:00+00:00",
    "expires_at": "2999-01-01T00:00:00+00:00",
    "position": "999999",
    "area_set_id": SMUGGLED_ID,
    "fs_uniquifier": SMUGGLED_TEXT,
    "token_hash": SMUGGLED_TEXT,
    "released_text": SMUGGLED_TEXT,
}
