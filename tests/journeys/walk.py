"""The commands of the guide about real data, typed one after the other; keeps what they said and wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from apiflask import APIFlask

from tests.journeys.towns import Town

APPROVALS = ("--approve", "planung@town.example", "--approve", "statistik@town.example")
FORMATS = ("csv", "csv-de", "xlsx", "geojson", "gpkg", "parquet")
SETS = ("--set", "Ortsteile", "--set", "Stadtbezirke")


@dataclass
class Walk:
    """`said` is the output by the name of the step, `out` the folder with all files."""

    town: Town
    out: Path
    said: dict[str, str] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """A CSV the commands wrote: codes as text, figures as numbers."""
        text = dict.fromkeys(("area_id", "area_vintage", "quality_note"), str)
        found = pd.read_csv(self.out / name, dtype=text, keep_default_na=False, na_values={"value": [""]})
        for column in ("value", "numerator", "denominator", "n_persons", "ci_low", "ci_high"):
            found[column] = pd.to_numeric(found[column])
        return found


def mapped(entries: tuple[str, ...]) -> list[str]:
    """`text=text` becomes `--map text=text`; options stay."""
    return [word for entry in entries for word in (["--map", entry] if "=" in entry else [entry])]


def walk(app: APIFlask, town: Town, out: Path) -> Walk:
    """Type every command; a step that ends with an error stops the walk with what it said."""
    done = Walk(town, out)

    def flask(step: str, *words: object) -> None:
        result = app.test_cli_runner().invoke(args=[str(word) for word in words])
        assert result.exit_code == 0, (step, result.output, result.exception)
        done.said[step] = result.output

    for name in ("planung", "statistik"):
        flask(name, "users", "create", f"{name}@town.example", "--password", "kastanien-am-fluss")
    for name, found in (("Ortsteile", town.quarters), ("Stadtbezirke", town.districts)):
        fields = ("--code-field", found.code, "--name-field", found.name)
        flask(name, "areas", "import", found.path, "--set", name, "--valid-from", "2017-01-01", *fields)
        flask(f"{name} geprüft", "areas", "validate", name)
    residents = ("--set", "Ortsteile", "--reference-date", "2016-12-31")
    flask("Einwohner", "areas", "population", town.residents, *residents)

    flask("Verfahren", "processes", "create", "raddialog", "--title", "Raddialog", *SETS)
    load = ("contributions", "import", town.contributions, "--process", "raddialog", *mapped(town.mapping))
    flask("Probe", *load, "--dry-run")
    flask("Import", *load)
    flask("noch einmal", *load)
    strays = ("text=text", "lon=lon", "lat=lat", "id=id")
    flask("fern", "contributions", "import", town.strays, "--process", "raddialog", *mapped(strays))
    for name in ("Ortsteile", "Stadtbezirke"):
        to = ("--internal", "--format", "csv", "--out", out / f"intern-{name}.csv")
        flask(f"intern {name}", "indicators", "compute", "--process", "raddialog", "--set", name, *to)
    flask("Freigabe", "releases", "freeze", "--process", "raddialog", *SETS, *APPROVALS)
    for name in FORMATS:
        flask(name, "releases", "export", 1, "--format", name, "--out", out)

    flask("Stimmen", "processes", "create", "stimmen", "--title", "Stimmen", *SETS)
    voices = ("text=text", "lon=lon", "lat=lat", "id=id", "quality=art", "person=person", "created=datum")
    flask("mit Person", "contributions", "import", town.voices, "--process", "stimmen", *mapped(voices))
    to = ("--internal", "--format", "csv", "--out", out / "intern-stimmen.csv")
    flask("intern Stimmen", "indicators", "compute", "--process", "stimmen", "--set", "Ortsteile", *to)
    flask("Freigabe Stimmen", "releases", "freeze", "--process", "stimmen", *APPROVALS)
    flask("csv Stimmen", "releases", "export", 2, "--format", "csv", "--out", out / "stimmen")
    return done
