"""The fixture of the pages of processes."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from tests.processes.office import Office
from tests.staff import give_role, make_area_set, make_process, make_user, sign_in


@pytest.fixture
def office(app: APIFlask) -> Office:
    with app.app_context():
        make_area_set()
        make_user("admin@example.org", name="Ada", is_admin=True)
        kim = make_user("kim@example.org", name="Kim")
        process_id = make_process(opened=False)
        give_role(process_id, kim, "coordinator")
    return Office(app, process_id, kim, sign_in(app, "kim@example.org"), sign_in(app, "admin@example.org"))
