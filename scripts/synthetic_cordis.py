"""Write files in the form of the CORDIS bulk export, of any size, the same for the same seed.

    python scripts/synthetic_cordis.py --projects 35000 --participations 180000 \
        --organisations 60000 FOLDER

writes FOLDER/project.csv and FOLDER/organization.csv. Everything in them is invented but for the
names of some cities, so that municipalities can be found again.
"""

from __future__ import annotations

import argparse
import csv
import random
from datetime import date, timedelta
from pathlib import Path

_PROJECT_HEADER = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;"
    "ecSignatureDate;frameworkProgramme;masterCall;subCall;fundingScheme;nature;objective;"
    "contentUpdateDate;rcn;grantDoi"
)
_ORGANISATION_HEADER = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;"
    "postCode;city;country;nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;"
    "order;role;ecContribution;netEcContribution;totalCost;endOfParticipation;active"
)
PROJECT = _PROJECT_HEADER.split(";")
ORGANISATION = _ORGANISATION_HEADER.split(";")
TOWNS = [
    ("SOFIA", "BG", "STOLICHNA OBSHTINA SOFIA"),
    ("BARCELONA", "ES", "AYUNTAMIENTO DE BARCELONA"),
    ("HELSINKI", "FI", "HELSINGIN KAUPUNKI"),
    ("GÖTEBORG", "SE", "GÖTEBORGS KOMMUN"),
    ("MILANO", "IT", "COMUNE DI MILANO"),
    ("LJUBLJANA", "SI", "MESTNA OBCINA LJUBLJANA"),
    ("ROTTERDAM", "NL", "GEMEENTE ROTTERDAM"),
    ("ATHINA", "EL", "DIMOS ATHINAION"),
    ("BRISTOL", "UK", "BRISTOL CITY COUNCIL"),
    ("KOELN", "DE", "STADT KÖLN"),
    ("PARIS", "FR", "VILLE DE PARIS"),
    ("WARSZAWA", "PL", "MIASTO STOLECZNE WARSZAWA"),
]
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
TOPICS = ("clean air", "mobile data", "heat & cold", "open science", "'smart' grids", "food; water")
KINDS = {
    "HES": "UNIVERSITY OF {}",
    "REC": "{} RESEARCH INSTITUTE",
    "PRC": "{} TECHNOLOGIES LTD",
    "OTH": '"{}" ASSOCIATION',
    "PUB": "MINISTRY OF {}",
}


def word(random_: random.Random, syllables: int) -> str:
    """Return an invented word."""
    return "".join(random_.choice(SYLLABLES) for _ in range(syllables))


def organisations(random_: random.Random, count: int) -> list[tuple[str, ...]]:
    """Return the organisations: number, name, kind, town, country, address."""
    made = []
    for number in range(count):
        pic = str(900_000_000 + number * 7)
        town, country, municipality = TOWNS[number % len(TOWNS)]
        if number < len(TOWNS):
            made.append((pic, municipality, "PUB", town, country, f"www.city{number}.example"))
            continue
        kind = random_.choices(list(KINDS), weights=(25, 20, 40, 8, 7))[0]
        name = KINDS[kind].format(f"{word(random_, 3)} {number}".upper())
        address = random_.choice(("", f"https://org{number}.example/", f"www.org{number}.example"))
        made.append((pic, name, kind, town, country, address))
    return made


def write(
    folder: Path, projects: int, participations: int, bodies: int, seed: int = 20261121
) -> None:
    """Write both files.

    Args:
        folder: Where they go.
        projects: How many projects there are.
        participations: How many rows of participants there are.
        bodies: How many organisations there are.
        seed: Of the random numbers.
    """
    random_ = random.Random(seed)  # noqa: S311
    folder.mkdir(parents=True, exist_ok=True)
    pool = organisations(random_, bodies)
    form = {"delimiter": ";", "quoting": csv.QUOTE_ALL, "lineterminator": "\n"}
    with (
        (folder / "project.csv").open("w", encoding="utf-8", newline="") as project_file,
        (folder / "organization.csv").open("w", encoding="utf-8", newline="") as body_file,
    ):
        project_rows = csv.DictWriter(project_file, PROJECT, restval="", **form)
        body_rows = csv.DictWriter(body_file, ORGANISATION, restval="", **form)
        project_rows.writeheader()
        body_rows.writeheader()
        for number in range(projects):
            identity = str(101_000_000 + number)
            acronym = f"{word(random_, 2).upper()}-{number}"
            start = date(2021, 1, 1) + timedelta(days=random_.randrange(1_500))
            end = start + timedelta(days=random_.randrange(365, 2_000))
            topic = random_.choice(TOPICS)
            project_rows.writerow(
                {
                    "id": identity,
                    "acronym": acronym,
                    "status": "SIGNED",
                    "title": f"Towards {topic} in {word(random_, 4)}: a study",
                    "startDate": start.isoformat(),
                    "endDate": end.isoformat(),
                    "totalCost": f"{random_.randrange(10**6)},5",
                    "frameworkProgramme": "HORIZON" if number % 4 else "H2020",
                    "objective": f"An invented aim.\nIt is about {topic}. " * 8,
                    "rcn": str(200_000 + number),
                    "grantDoi": f"10.3030/{identity}",
                }
            )
            share = participations // projects + (number < participations % projects)
            # Every organisation takes part in something: the pool is walked through in turn.
            first = number * share
            for place in range(share):
                body = pool[(first + place) % len(pool)]
                role = "coordinator" if place == 0 else "participant"
                if place > 3:  # noqa: PLR2004
                    role = random_.choice(("participant", "thirdParty", "associatedPartner"))
                body_rows.writerow(
                    {
                        "projectID": identity,
                        "projectAcronym": acronym,
                        "organisationID": body[0],
                        "name": body[1],
                        "activityType": body[2],
                        "street": f"STREET {place}",
                        "city": body[3],
                        "country": body[4],
                        "organizationURL": body[5],
                        "order": str(place + 1),
                        "role": role,
                        "ecContribution": f"{random_.randrange(10**6)},25",
                        "endOfParticipation": "false",
                        "active": "true",
                    }
                )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--projects", type=int, default=35_000)
    parser.add_argument("--participations", type=int, default=180_000)
    parser.add_argument("--organisations", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=20261121)
    args = parser.parse_args()
    write(args.folder, args.projects, args.participations, args.organisations, args.seed)
    print(args.folder / "project.csv")
    print(args.folder / "organization.csv")


if __name__ == "__main__":
    main()
