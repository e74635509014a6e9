"""Loading the bulk files of CORDIS: projects, organisations, and who takes part in what.

Both files are read row by row and mapped in batches, so that the memory needed grows with the
number of projects and organisations and not with the size of the files.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from citygraph.dates import DateProblem, parse_known_date
from citygraph.loading.delimited import records
from citygraph.loading.graphs import GraphLoad, open_target
from citygraph.loading.literals import clean_text, web_address
from citygraph.loading.municipal import Gazetteer, public_kind
from citygraph.loading.private import looks_private, suppressed_names
from citygraph.loading.streaming import FAULTS_KEPT, Faults, RowStream
from citygraph.release import BuildOutcome
from citygraph.tables import ProblemReport, name_digest
from citygraph.tables.hygiene import faults_of_text
from citygraph.vocabulary import load_vocabulary, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import IO

    from citygraph.loading.graphs import Target
    from citygraph.namespaces import Namespaces
    from citygraph.vocabulary import Vocabulary

__all__ = ["SOURCE", "load_cordis"]

SOURCE: Final[dict[str, str]] = {
    "title": "CORDIS: projects and their participants under the EU framework programmes",
    "publisher": "Publications Office of the European Union",
    "language": "en",
    "address": "https://cordis.europa.eu/",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
}

_PROJECT: Final = ("id", "acronym", "title", "startDate", "endDate", "frameworkProgramme")
_ORGANISATION: Final = (
    "projectID",
    "organisationID",
    "vatNumber",
    "name",
    "shortName",
    "activityType",
    "street",
    "postCode",
    "city",
    "country",
    "organizationURL",
    "role",
)
_PROGRAMMES: Final = {
    "HORIZON": "Horizon Europe",
    "H2020": "Horizon 2020",
    "FP7": "Seventh Framework Programme",
}
_ROLES: Final = {
    "coordinator": "coordinator",
    "participant": "partner",
    "partner": "partner",
    "internationalPartner": "partner",
    "associatedPartner": "participant",
    "thirdParty": "participant",
}
_KINDS: Final = {
    "HES": "university",
    "REC": "research-organisation",
    "PRC": "company",
    "OTH": "other",
}
# Where CORDIS has codes of its own for a country.
_COUNTRIES: Final = {"el": "gr", "uk": "gb"}
_TOLD_EVERY: Final = 10_000
_DIGITS: Final = re.compile(r"\d{1,12}")
_INFERRED: Final = "The source names the municipality; a city and its administration are one entry."


def load_cordis(
    projects: Path,
    organisations: Path,
    into: Path,
    source: str,
    details: Mapping[str, str],
    namespaces: Namespaces,
    progress: Callable[[str], None],
    *,
    skip_bad_rows: bool = False,
    dry_run: bool = False,
) -> GraphLoad:
    """Load the two files as one source.

    Args:
        projects: The file project.csv.
        organisations: The file organization.csv.
        into: The folder of the tables.
        source: The source's key.
        details: Cells of the source's row.
        namespaces: The base.
        progress: Is told each step.
        skip_bad_rows: Whether to leave bad rows out, instead of writing nothing.
        dry_run: Whether to check only.

    Returns:
        What it came to, with the bad rows as problems.

    Raises:
        UnreadableInput: A file is missing, lacks a column or is cut off.
        UsageError: A detail of the source is missing.
    """
    with open_target(into, source, details, namespaces, defaults=SOURCE) as target:
        if target.report:
            return GraphLoad(BuildOutcome(target.report), 0, target.file)
        with suppress(_Stop), target.writing() as sink:
            loader = _Loader(target, load_vocabulary(namespaces), namespaces, sink)
            loader.stops = not skip_bad_rows
            loader.read_projects(projects, progress)
            loader.read_organisations(organisations, progress)
            if dry_run or (loader.report and not skip_bad_rows):
                raise _Stop
        loader.numbers["rows left out because they are bad"] = loader.report.rows
        return GraphLoad(
            BuildOutcome(ProblemReport() if skip_bad_rows else loader.report),
            loader.stream.statements,
            target.file,
            written=not dry_run and (skip_bad_rows or not loader.report),
            counts={words: count for words, count in sorted(loader.numbers.items()) if count},
            left_out=loader.report,
        )


class _Stop(Exception):
    """Nothing is to be written."""


class _Loader:
    """Reads both files and writes statements; of what it read it keeps the identifiers only."""

    def __init__(
        self, target: Target, vocabulary: Vocabulary, namespaces: Namespaces, sink: IO[bytes]
    ) -> None:
        self.stream = RowStream(target.source_row, vocabulary, namespaces, sink)
        self.stops = True
        self.report = Faults()
        self.numbers: Counter[str] = Counter()
        rows = target.rows
        self.countries = {row["key"] for row in rows.get("countries", ())}
        self.gazetteer = Gazetteer(rows)
        self.initiatives = {
            row["name"].casefold(): row["key"] for row in rows.get("initiatives", ()) if row["name"]
        }
        self.projects: set[int] = set()
        self.left_out: set[int] = set()
        # Number of an organisation to the hash of its name: another spelling is told too.
        self.organisations: dict[int, int] = {}
        self.persons: set[int] = set()
        self.suppressed = suppressed_names(rows)
        self.cities: dict[int, str] = {}
        # Hashes of the participations and spellings that were written.
        self.told: set[int] = set()

    # Projects

    def read_projects(self, path: Path, progress: Callable[[str], None]) -> None:
        """Read project.csv."""
        for number, cells in self.rows_of(path, _PROJECT):
            self.project(path.name, number, cells)
            if number % _TOLD_EVERY == 0:
                progress(f"{path.name}, row {number:,}")
        self.stream.flush()

    def project(self, file: str, number: int, cells: dict[str, str]) -> None:
        found = self.report.count
        identity = self.identity(file, number, "id", cells["id"])
        if identity in self.projects:
            self.bad(file, number, "id", "duplicate-key", cells["id"], "stands already further up")
        acronym, title = clean_text(cells["acronym"]), clean_text(cells["title"])
        if not acronym and not title:
            self.bad(file, number, "title", "required", "", "is empty, and so is the acronym")
        if acronym and title and any(faults_of_text(title)):
            self.numbers["titles left out because they look like private data"] += 1
            title = ""
        self.check_text(file, number, "acronym" if acronym else "title", acronym or title)
        self.check_dates(file, number, cells)
        if self.report.count > found:
            if identity is not None and identity not in self.projects:
                self.left_out.add(identity)
            return
        assert identity is not None
        self.projects.add(identity)
        self.numbers["projects"] += 1
        key = f"cordis-{identity}"
        self.stream.add(
            "initiatives",
            file,
            number,
            {
                "key": key,
                "name": acronym or title,
                "type": "project",
                "part_of": self.programme(cells["frameworkProgramme"].strip(), file, number),
                "start": cells["startDate"].strip(),
                "end": cells["endDate"].strip(),
            },
        )
        if acronym and title and title != acronym:
            self.spelling(key, title, file, number)
        self.stream.flush_if_full()

    def check_dates(self, file: str, number: int, cells: dict[str, str]) -> None:
        known = {}
        for column in ("startDate", "endDate"):
            text = cells[column].strip()
            if text:
                try:
                    known[column] = parse_known_date(text)
                except DateProblem as problem:
                    self.bad(file, number, column, "date", text, problem.reason)
        if len(known) == 2 and known["startDate"].is_after(known["endDate"]):  # noqa: PLR2004
            reason = f"lies before the start, {cells['startDate']}"
            self.bad(file, number, "endDate", "date-order", cells["endDate"], reason)

    def programme(self, code: str, file: str, number: int) -> str:
        """Return the key of a framework programme; write it where the tables do not have it."""
        if not code:
            return ""
        name = _PROGRAMMES.get(code, clean_text(code))
        key = self.initiatives.get(name.casefold()) or slug(name)
        if not key:
            return ""
        if name.casefold() not in self.initiatives:
            self.initiatives[name.casefold()] = key
            cells = {"key": key, "name": name, "type": "programme"}
            self.stream.add("initiatives", f"{file}#programme", number, cells)
        self.stream.know(key, "initiative")
        return key

    # Organisations

    def read_organisations(self, path: Path, progress: Callable[[str], None]) -> None:
        """Read organization.csv."""
        for number, cells in self.rows_of(path, _ORGANISATION):
            self.organisation(path.name, number, cells)
            if number % _TOLD_EVERY == 0:
                progress(f"{path.name}, row {number:,}")
        self.stream.flush()

    def organisation(self, file: str, number: int, cells: dict[str, str]) -> None:
        found = self.report.count
        project = self.identity(file, number, "projectID", cells["projectID"])
        if project in self.left_out:
            self.numbers["rows left out with their projects"] += 1
            return
        if project is not None and project not in self.projects:
            value, reason = cells["projectID"], "is the number of no project"
            self.bad(file, number, "projectID", "unknown-key", value, reason)
        identity = self.identity(file, number, "organisationID", cells["organisationID"])
        if identity is not None and (identity in self.persons or self.is_private(cells)):
            self.persons.add(identity)
            self.numbers["rows left out because the participant looks like a private person"] += 1
            return
        role = _ROLES.get(cells["role"].strip(), "")
        if not role:
            reason = "is not one of the roles known here"
            self.bad(file, number, "role", "not-allowed", cells["role"], reason)
        name = clean_text(cells["name"])
        if not name:
            self.bad(file, number, "name", "required", "", "is empty")
        self.check_text(file, number, "name", name)
        if self.report.count > found:
            return
        assert identity is not None
        assert project is not None
        key = f"pic-{identity}"
        if identity not in self.organisations:
            self.describe(identity, key, name, cells, file, number)
        elif self.organisations[identity] != hash(name):
            self.spelling(key, name, file, number)
        self.participation(project, key, role, file, number)
        if city := self.cities.get(identity):
            self.participation(project, city, role, file, number, inferred=True)
        self.stream.flush_if_full()

    def is_private(self, cells: dict[str, str]) -> bool:
        """Tell whether a participant is a person who is not entered."""
        asked = bool(self.suppressed) and name_digest(clean_text(cells["name"])) in self.suppressed
        return asked or looks_private(cells)

    def describe(
        self, identity: int, key: str, name: str, cells: dict[str, str], file: str, number: int
    ) -> None:
        self.organisations[identity] = hash(name)
        self.numbers["organisations"] += 1
        code = cells["country"].strip().lower()
        country = _COUNTRIES.get(code, code)
        if country not in self.countries:
            self.numbers["organisations without country: it is not in countries.csv"] += 1
            country = ""
        activity = cells["activityType"].strip()
        kind = public_kind(name) if activity == "PUB" else _KINDS.get(activity, "")
        city = ""
        if kind == "local-authority":
            city = self.gazetteer.city(name, clean_text(cells["city"]), country)
        if city:
            self.numbers["municipalities of cities in the tables"] += 1
            self.cities[identity] = city
            self.stream.know(city, "city")
        if country:
            self.stream.know(country, "country")
        self.stream.add(
            "organisations",
            file,
            number,
            {
                "key": key,
                "name": name,
                "type": kind,
                "country": country,
                "acts_for": city,
                "homepage": web_address(cells["organizationURL"]),
            },
        )

    def participation(
        self,
        project: int,
        participant: str,
        role: str,
        file: str,
        number: int,
        *,
        inferred: bool = False,
    ) -> None:
        if not self.is_news(project, participant, role):
            return
        self.numbers["participations of cities, inferred" if inferred else "participations"] += 1
        initiative = f"cordis-{project}"
        self.stream.know(initiative, "initiative")
        self.stream.know(participant, "city" if inferred else "organisation")
        cells = {
            "initiative": initiative,
            "participant": participant,
            "role": role,
        }
        if inferred:
            cells |= {"status": "inferred", "note": _INFERRED}
        place = f"{file}#city" if inferred else file
        self.stream.add("participations", place, number, cells)

    # What both have in common

    def rows_of(self, path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows of a file; stop early where there are too many bad ones."""
        for number, cells in records(path, columns, self.report):
            if self.stops and self.report.count >= FAULTS_KEPT:
                raise _Stop
            yield number, cells

    def is_news(self, *statement: object) -> bool:
        """Tell whether something has not been told yet, and remember it."""
        before = len(self.told)
        self.told.add(hash(statement))
        return len(self.told) > before

    def spelling(self, key: str, name: str, file: str, number: int) -> None:
        if not self.is_news(key, name):
            return
        cells = {"key": key, "name": name, "language": "en"}
        self.stream.know(key, "organisation" if key.startswith("pic-") else "initiative")
        self.stream.add("names", file, number, cells)

    def identity(self, file: str, number: int, column: str, cell: str) -> int | None:
        text = cell.strip()
        if _DIGITS.fullmatch(text):
            return int(text)
        code = "type" if text else "required"
        self.bad(file, number, column, code, text, "is not a number" if text else "is empty")
        return None

    def check_text(self, file: str, number: int, column: str, text: str) -> None:
        for code, reason, _hint in faults_of_text(text):
            self.bad(file, number, column, code, text, reason)

    def bad(self, file: str, number: int, column: str, code: str, value: str, reason: str) -> None:
        self.report.add(file, number, column, code, value, reason)
