"""Extracted contributions as files, however many: read and written in small batches, never half a file at the end."""

from app.exports.streams.formats import STREAM_FORMATS as STREAM_FORMATS
from app.exports.streams.writing import TooManyRows as TooManyRows
from app.exports.streams.writing import write_file as write_file
