"""Bring the catalogues of translations/ up to date with messages.pot: sorted, without dates and line numbers."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "en")
# Babel's own header carries dates and names that would change with every run.
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Streifzug\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def update(path: Path, language: str) -> list[str]:
    """Rewrite the catalogue at `path`; return the texts that still have no translation."""
    with (ROOT / "translations/messages.pot").open("rb") as file:
        template = read_po(file)
    catalogue = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    if language == "de":
        # The source texts are German, so the German catalogue says what the source says.
        for message in catalogue:
            message.string = message.id
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=language, plurals=catalogue.plural_forms).encode())
        write_po(
            file,
            catalogue,
            width=100,
            no_location=True,
            omit_header=True,
            sort_output=True,
            ignore_obsolete=True,
        )
    return [
        str(message.id)
        for message in catalogue
        if message.id and not (message.string and all(message.string))
    ]


def main() -> None:
    for language in LANGUAGES:
        missing = update(ROOT / f"translations/{language}/LC_MESSAGES/messages.po", language)
        print(f"{language}: {len(missing)} texts without a translation", file=sys.stderr)


if __name__ == "__main__":
    main()
