"""Earlier participation data from tables and maps: each row becomes a contribution, all or nothing, only once."""

from app.contributions.importing.checking import ImportReport as ImportReport
from app.contributions.importing.problems import FileRefused as FileRefused
from app.contributions.importing.problems import Problem as Problem
from app.contributions.importing.records import origins as origins
from app.contributions.importing.records import settle_abandoned as settle_abandoned
from app.contributions.importing.services import import_file as import_file
