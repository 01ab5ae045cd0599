"""Writes of what is brought in: photos from arrival to entry, the track until it goes."""

from app.walks.bringing.services.clock import correct_clock as correct_clock
from app.walks.bringing.services.clock import match as match
from app.walks.bringing.services.clock import match_all as match_all
from app.walks.bringing.services.confirming import Change as Change
from app.walks.bringing.services.confirming import confirm as confirm
from app.walks.bringing.services.confirming import save_changes as save_changes
from app.walks.bringing.services.entries import held as held
from app.walks.bringing.services.entries import record_from_outside as record_from_outside
from app.walks.bringing.services.entries import sitting_for as sitting_for
from app.walks.bringing.services.entries import stand_in as stand_in
from app.walks.bringing.services.photos import add_photo as add_photo
from app.walks.bringing.services.photos import found_of as found_of
from app.walks.bringing.services.photos import keep_file as keep_file
from app.walks.bringing.services.photos import keep_read as keep_read
from app.walks.bringing.services.photos import refuse as refuse
from app.walks.bringing.services.photos import remove as remove
from app.walks.bringing.services.photos import tidy as tidy
from app.walks.bringing.services.tracks import forget_track as forget_track
from app.walks.bringing.services.tracks import keep_track as keep_track
from app.walks.bringing.services.tracks import take_over as take_over
