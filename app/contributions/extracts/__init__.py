"""Contributions on their way out as a stream: two doors, the same shape, any number of rows in bounded memory.

`internal` gives what staff with raw data may see, `released` what everybody may see (through
`app.contributions.public` only). Both yield Arrow record batches; who writes files of them is another package.
"""

from app.contributions.extracts.columns import Column as Column
from app.contributions.extracts.wish import Wish as Wish
