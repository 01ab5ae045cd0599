"""Fill the German catalogue with its own message ids, because the source texts are German."""

import sys
from pathlib import Path

from babel.messages.pofile import read_po, write_po


def fill(path: Path) -> None:
    """Give every message of the catalogue at `path` its id as its translation."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="de")
    for message in catalogue:
        if message.id:
            message.string = message.id
            message.flags.discard("fuzzy")
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
