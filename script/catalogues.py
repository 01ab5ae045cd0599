"""Bring the catalogues of translations/ up to date with the texts of app/: sorted, without dates and line numbers.

German and English hold every text; the further languages hold those of the files that people who take part see,
which translations/participant-files.txt lists.
"""

import sys
from copy import deepcopy
from fnmatch import fnmatchcase
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PARTICIPANT_FILES = ROOT / "translations/participant-files.txt"
LANGUAGES = ("de", "en")
FURTHER_LANGUAGES = ("de-simple", "tr", "ar", "uk", "ru", "pl", "fr")
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
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


def is_for_participants(file: str) -> bool:
    """Whether people who take part read the texts of a file, named by its path below app/; the last glob that fits."""
    verdict = False
    for line in PARTICIPANT_FILES.read_text(encoding="utf-8").splitlines():
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and fnmatchcase(file, pattern):
            verdict = not line.startswith("!")
    return verdict


def participant_texts() -> set[str]:
    """The texts of those files; of a text with plural forms its singular."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / "app", methods, options, KEYWORDS)
    return {
        message[0] if isinstance(message, tuple) else message
        for file, _, message, _, _ in found
        if is_for_participants(file)
    }


def narrowed(template: Catalog, texts: set[str]) -> Catalog:
    """The template with these texts only."""
    kept = Catalog()
    for message in template:
        if message.id and (message.id if isinstance(message.id, str) else message.id[0]) in texts:
            kept[message.id] = message
    return kept


def locale_name(language: str) -> str:
    """The name of a language for Babel and its folder: Leichte Sprache, `de-simple` on pages, is `de@simple` there."""
    return language.replace("-", "@")


def update(path: Path, language: str, template: Catalog) -> list[str]:
    """Rewrite the catalogue at `path`; return the texts that still have no translation."""
    catalogue = Catalog(locale=locale_name(language))
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale_name(language))
    # A copy: the messages become the catalogue's own, and German writes its words into them.
    catalogue.update(deepcopy(template), no_fuzzy_matching=True)
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
        if message.id
        and not (
            message.string and all([message.string] if isinstance(message.string, str) else message.string)
        )
    ]


def main() -> None:
    with (ROOT / "translations/messages.pot").open("rb") as file:
        everything = read_po(file)
    templates = dict.fromkeys(LANGUAGES, everything)
    templates |= dict.fromkeys(FURTHER_LANGUAGES, narrowed(everything, participant_texts()))
    for language, template in templates.items():
        missing = update(
            ROOT / f"translations/{locale_name(language)}/LC_MESSAGES/messages.po", language, template
        )
        print(f"{language}: {len(missing)} texts without a translation", file=sys.stderr)


if __name__ == "__main__":
    main()
