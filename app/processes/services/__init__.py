"""All writes about processes, their activities and their members."""

from app.processes.services.activities import close_activity as close_activity
from app.processes.services.activities import create_activity as create_activity
from app.processes.services.activities import open_activity as open_activity
from app.processes.services.activities import update_activity as update_activity
from app.processes.services.memberships import LastCoordinator as LastCoordinator
from app.processes.services.memberships import OnlyAdministrators as OnlyAdministrators
from app.processes.services.memberships import add_membership as add_membership
from app.processes.services.memberships import set_roles as set_roles
from app.processes.services.processes import NothingReturned as NothingReturned
from app.processes.services.processes import NotReadyToOpen as NotReadyToOpen
from app.processes.services.processes import close_process as close_process
from app.processes.services.processes import create as create
from app.processes.services.processes import open_process as open_process
from app.processes.services.processes import update as update
from app.processes.services.returns import drop_return as drop_return
from app.processes.services.returns import hold_return as hold_return
from app.processes.services.returns import plan_return as plan_return
from app.processes.services.returns import update_return as update_return
from app.processes.services.wordings import save_wordings as save_wordings
