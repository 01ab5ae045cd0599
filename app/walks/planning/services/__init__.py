"""All writes of those who plan a walk."""

from app.walks.planning.services.asking import ask as ask
from app.walks.planning.services.asking import chosen as chosen
from app.walks.planning.services.asking import offered as offered
from app.walks.planning.services.contacts import add_contacts as add_contacts
from app.walks.planning.services.contacts import opened as opened
from app.walks.planning.services.contacts import remove_all as remove_all
from app.walks.planning.services.contacts import remove_contact as remove_contact
from app.walks.planning.services.people import Invited as Invited
from app.walks.planning.services.people import Task as Task
from app.walks.planning.services.people import update_people as update_people
from app.walks.planning.services.settings import Plan as Plan
from app.walks.planning.services.settings import cancel as cancel
from app.walks.planning.services.settings import move_to_rain_date as move_to_rain_date
from app.walks.planning.services.settings import pack as pack
from app.walks.planning.services.settings import take_place as take_place
from app.walks.planning.services.settings import update_walk as update_walk
from app.walks.planning.services.sisters import AGAIN as AGAIN
from app.walks.planning.services.sisters import SISTER as SISTER
from app.walks.planning.services.sisters import walk_again as walk_again
from app.walks.planning.services.trail import NotePlan as NotePlan
from app.walks.planning.services.trail import StopPlan as StopPlan
from app.walks.planning.services.trail import TrailPlan as TrailPlan
from app.walks.planning.services.trail import update_trail as update_trail
