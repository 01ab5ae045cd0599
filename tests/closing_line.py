"""Add up the JUnit reports of several pytest runs to one plain closing line."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def closing_line(reports: list[Path]) -> str:
    """Return 'N passed, N failed, N skipped' over all reports; errors count as failed."""
    total = failed = skipped = 0
    for report in reports:
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            total += int(suite.get("tests", 0))
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped += int(suite.get("skipped", 0))
    return f"{total - failed - skipped} passed, {failed} failed, {skipped} skipped"


if __name__ == "__main__":
    line = closing_line([Path(name) for name in sys.argv[1:]])
    print(line)
    sys.exit(line.startswith("0 passed"))
