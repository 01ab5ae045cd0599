"""XLSForm in and out, and in words what it cannot say."""

from app.questions.xlsform.losses import FormRefused, NotTaken
from app.questions.xlsform.reading import Read, read_xlsform
from app.questions.xlsform.writing import write_xlsform

__all__ = ["FormRefused", "NotTaken", "Read", "read_xlsform", "write_xlsform"]
