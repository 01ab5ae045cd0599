"""Background work with progress and cancel: `@task` says how, `start` begins, its owner sees how far it is."""

from app.base.jobs.handle import Cancelled as Cancelled
from app.base.jobs.handle import JobHandle as JobHandle
from app.base.jobs.queries import job_for as job_for
from app.base.jobs.queries import open_job as open_job
from app.base.jobs.services import cancel as cancel
from app.base.jobs.services import start as start
from app.base.jobs.tasks import task as task
from app.base.jobs.tasks import upkeep as upkeep
