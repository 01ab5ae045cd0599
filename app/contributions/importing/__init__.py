"""Earlier participation data from tables: each row becomes a contribution, all or nothing, the same file only once."""

from app.contributions.importing.problems import FileRefused as FileRefused
from app.contributions.importing.problems import Problem as Problem
from app.contributions.importing.services import ImportReport as ImportReport
from app.contributions.importing.services import import_file as import_file
