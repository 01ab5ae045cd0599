"""The pages young people join by, come back by and leave by."""

from app.participants.public_views import consents as consents
from app.participants.public_views import install as install
from app.participants.public_views import joining as joining
from app.participants.public_views import kiosk as kiosk
from app.participants.public_views import phone as phone
from app.participants.public_views import receipts as receipts
from app.participants.public_views.blueprint import blueprint as blueprint
