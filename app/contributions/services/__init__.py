"""All writes about contributions: record one or many, correct, withdraw, erase, place."""

from app.contributions.services.answers import withdraw_sitting as withdraw_sitting
from app.contributions.services.erasing import erase_participant as erase_participant
from app.contributions.services.own import correct as correct
from app.contributions.services.own import withdraw as withdraw
from app.contributions.services.placing import place_missing as place_missing
from app.contributions.services.recording import Recorded as Recorded
from app.contributions.services.recording import compare as compare
from app.contributions.services.recording import record as record
from app.contributions.services.recording import record_many as record_many
from app.contributions.services.recording import repeated as repeated
from app.contributions.services.recording import store as store
from app.contributions.services.rules import ActivityClosed as ActivityClosed
from app.contributions.services.sitting import as_sent as as_sent
from app.contributions.services.sitting import check as check
from app.contributions.services.sitting import prepare as prepare
