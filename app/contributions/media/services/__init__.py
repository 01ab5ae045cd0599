"""All writes about attachments: announce, receive, attach at once, adopt, decode, blur, take back, tidy."""

from app.contributions.media.services.adopting import Original as Original
from app.contributions.media.services.adopting import adopt as adopt
from app.contributions.media.services.adopting import give_up as give_up
from app.contributions.media.services.adopting import keep_pictures as keep_pictures
from app.contributions.media.services.announcing import Announced as Announced
from app.contributions.media.services.announcing import announce as announce
from app.contributions.media.services.announcing import attach as attach
from app.contributions.media.services.decoding import decoded as decoded
from app.contributions.media.services.decoding import refused as refused
from app.contributions.media.services.expiring import expire as expire
from app.contributions.media.services.places import forget_place as forget_place
from app.contributions.media.services.receiving import receive as receive
from app.contributions.media.services.redacting import blurred as blurred
from app.contributions.media.services.redacting import redact as redact
from app.contributions.media.services.removing import Tidied as Tidied
from app.contributions.media.services.removing import erase_attachments as erase_attachments
from app.contributions.media.services.removing import remove_unnamed as remove_unnamed
from app.contributions.media.services.removing import take_back as take_back
from app.contributions.media.services.removing import tidy as tidy
from app.contributions.media.services.waiting import ReadFile as ReadFile
from app.contributions.media.services.waiting import drop_waiting as drop_waiting
from app.contributions.media.services.waiting import expire_waiting as expire_waiting
from app.contributions.media.services.waiting import forget_waiting as forget_waiting
from app.contributions.media.services.waiting import keep_waiting as keep_waiting
from app.contributions.media.services.waiting import read_file as read_file
from app.contributions.media.services.waiting import take_along as take_along
