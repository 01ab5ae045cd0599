"""All writes about codes and participants."""

from app.participants.services.codes import create_code as create_code
from app.participants.services.codes import qr_token as qr_token
from app.participants.services.codes import renew_code as renew_code
from app.participants.services.codes import revoke_code as revoke_code
from app.participants.services.guesses import count_failure as count_failure
from app.participants.services.joining import Joined as Joined
from app.participants.services.joining import Resumed as Resumed
from app.participants.services.joining import UnknownCode as UnknownCode
from app.participants.services.joining import UnknownReceipt as UnknownReceipt
from app.participants.services.joining import erase as erase
from app.participants.services.joining import join as join
from app.participants.services.joining import join_direct as join_direct
from app.participants.services.joining import leave as leave
from app.participants.services.joining import resume as resume
