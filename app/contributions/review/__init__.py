"""Review (river, stage "review"): people read what was said before others see it (E20)."""

from app.contributions.review import models as models
from app.contributions.review.services import HANDED_OVER as HANDED_OVER
from app.contributions.review.services import Chosen as Chosen
from app.contributions.review.services import StaleDecision as StaleDecision
from app.contributions.review.services import clear_danger as clear_danger
from app.contributions.review.services import full_text as full_text
from app.contributions.review.services import hand_over as hand_over
from app.contributions.review.services import hold as hold
from app.contributions.review.services import keep_internal as keep_internal
from app.contributions.review.services import redact as redact
from app.contributions.review.services import reject as reject
from app.contributions.review.services import release as release
from app.contributions.review.services import report_danger as report_danger
from app.contributions.review.services import undo as undo
