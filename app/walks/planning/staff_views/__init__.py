"""Pages of those who plan a walk: settings, trail, people, addresses, questionnaire, devices, another walk."""

from app.walks.planning.staff_views import asking as asking
from app.walks.planning.staff_views import contacts as contacts
from app.walks.planning.staff_views import devices as devices
from app.walks.planning.staff_views import people as people
from app.walks.planning.staff_views import settings as settings
from app.walks.planning.staff_views import trail as trail
from app.walks.planning.staff_views.blueprint import blueprint as blueprint
