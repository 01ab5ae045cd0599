"""All writes about paper: print jobs, photographs, their marks, and the way into the record and back."""

from app.maps.paper.services.boards import begin_board as begin_board
from app.maps.paper.services.boards import keep_board as keep_board
from app.maps.paper.services.photos import add_photo as add_photo
from app.maps.paper.services.photos import choose_sheet as choose_sheet
from app.maps.paper.services.photos import keep_straight as keep_straight
from app.maps.paper.services.photos import refuse as refuse
from app.maps.paper.services.photos import remove as remove
from app.maps.paper.services.photos import remove_orphans as remove_orphans
from app.maps.paper.services.photos import save_marks as save_marks
from app.maps.paper.services.recording import record_photo as record_photo
from app.maps.paper.services.recording import take_back as take_back
from app.maps.paper.services.sheets import SheetDraft as SheetDraft
from app.maps.paper.services.sheets import make_sheet as make_sheet
