"""Paper that is typed twice (E32): a tenth of the sheets, drawn by lot, by a second person, compared field by field.

For every kind of paper: whoever owns it names its sheets by id and gives the fields of the first entry as text.
"""

from app.processes.double_entry import models as models
