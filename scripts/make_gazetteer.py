"""Make the extraction's gazetteer and list of first names from public data.

    python scripts/make_gazetteer.py --geonames DIR --authority DIR --cldr DIR

DIR of ``--geonames`` holds ``cities1000-europe.tsv.gz`` and ``names5000-europe.tsv.gz`` (GeoNames,
CC BY 4.0); of ``--authority`` holds ``nuts.csv`` and ``corporate-body.csv`` and ``eu-programme.csv``
(Publications Office of the European Union, CC BY 4.0); of ``--cldr`` holds ``territories.json``,
``capital-city-names.json`` and ``dates.json`` (Unicode CLDR, Unicode-3.0). First names come from the
Python package Faker (MIT), which is needed here only.

A column of word frequencies in the names file, where there is one, decides which names are left
out as ordinary words; it is not copied.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from citygraph.extraction.folding import fold_name
from citygraph.extraction.sounds import sound

_DATA = Path(__file__).parent.parent / "src" / "citygraph" / "extraction" / "data"
_LARGE = 50_000
_OWN_NAME_LIMIT = 5.0
_OTHER_NAME_LIMIT = 4.0
_LOCALES = [
    "bg_BG",
    "cs_CZ",
    "da_DK",
    "de_AT",
    "de_CH",
    "de_DE",
    "el_GR",
    "en_GB",
    "en_IE",
    "es_ES",
    "es_CA",
    "et_EE",
    "fi_FI",
    "fr_BE",
    "fr_CH",
    "fr_FR",
    "ga_IE",
    "hr_HR",
    "hu_HU",
    "is_IS",
    "it_IT",
    "lt_LT",
    "lv_LV",
    "nl_BE",
    "nl_NL",
    "no_NO",
    "pl_PL",
    "pt_PT",
    "ro_RO",
    "sk_SK",
    "sl_SI",
    "sv_SE",
    "tr_TR",
    "uk_UA",
    "mk_MK",
    "ru_RU",
    "en_US",
    "de_LU",
    "pt_BR",
    "es_MX",
]


def main() -> None:
    """Write the files of the extraction's data folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("geonames", "authority", "cldr"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--common", type=Path, help="A list of ordinary words, one a line.")
    options = parser.parse_args()
    _DATA.mkdir(exist_ok=True)
    common = set()
    if options.common:
        common = {fold_name(line) for line in options.common.read_text("utf-8").splitlines()}
    first_names = _first_names()
    _write("first-names.txt.gz", [_with_sound(name) for name in sorted(first_names)])
    _places(options.geonames, options.cldr, common)
    _territories(options.cldr, options.authority)
    _bodies(options.authority)
    _months(options.cldr)


def _write(name: str, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as packed:
        packed.write(text.encode())
    (_DATA / name).write_bytes(buffer.getvalue())
    print(name, len(lines), "lines", len(buffer.getvalue()), "bytes")


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _places(folder: Path, cldr: Path, common: set[str]) -> None:
    places = _rows(folder / "cities1000-europe.tsv.gz")
    index = {row["geonameid"]: number for number, row in enumerate(places)}
    names: dict[str, dict[int, None]] = defaultdict(dict)
    zipf: dict[str, float] = {}
    for row in _rows(folder / "names5000-europe.tsv.gz"):
        folded = fold_name(row["name"])
        number = index.get(row["geonameid"])
        if number is None or len(folded) < 2:
            continue
        frequency = float(row["common_word_zipf"] or 0)
        zipf[folded] = max(frequency, zipf.get(folded, 0))
        own = folded == fold_name(places[number]["name"])
        limit = _OWN_NAME_LIMIT if own else _OTHER_NAME_LIMIT
        if int(places[number]["population"]) >= _LARGE or frequency < limit:
            if not own and (len(folded) < 4 or folded in common):
                continue
            names[folded][number] = None
    for number, row in enumerate(places):
        folded = fold_name(row["name"])
        if int(row["population"]) < _LARGE and (zipf.get(folded, 0) >= 4.0 or folded in common):
            continue
        if len(folded) >= 2:
            names[folded][number] = None
        for separator in ("/", " (", ","):
            if separator in row["name"]:
                part = fold_name(row["name"].split(separator)[0])
                if len(part) > 3:
                    names[part].setdefault(number)
    capitals = json.loads((cldr / "capital-city-names.json").read_text("utf-8"))
    by_english = {fold_name(r["name"]): n for n, r in enumerate(places) if r["feature"] == "PPLC"}
    for entries in capitals.values():
        for english, name in entries.items():
            number = by_english.get(fold_name({"Kiev": "Kyiv"}.get(english, english)))
            if number is not None:
                names[fold_name(name)][number] = None
    lines = [f"{len(places)}"]
    features = {"PPLC": "4", "PPLA": "3", "PPLA2": "2", "PPLA3": "1", "PPLX": "x"}
    for row in places:
        lines.append(
            "\t".join(
                (
                    row["geonameid"], row["name"], row["country"], row["population"],
                    features.get(row["feature"], "0"), row["lat"][:7], row["lon"][:7],
                    row["admin1_name"],
                )
            )
        )  # fmt: skip
    for folded in sorted(names):
        numbers = sorted(names[folded], key=lambda n: -int(places[n]["population"]))
        lines.append(folded + "\t" + ",".join(str(n) for n in numbers[:12]))
    _write("gazetteer.tsv.gz", lines)


def _territories(cldr: Path, authority: Path) -> None:
    data = json.loads((cldr / "territories.json").read_text("utf-8"))
    lines = []
    for language, entries in sorted(data.items()):
        if language == "bs":
            continue
        for code, name in sorted(entries.items()):
            iso = code.split("-")[0]
            if len(iso) == 2 and iso.isalpha() and iso not in {"EU", "EZ", "UN", "XA", "XB", "QO"}:
                lines.append(f"country\t{language}\t{iso}\t{name}")
    for language, name in _MORE_COUNTRIES:
        iso, _, label = name.partition(":")
        lines.append(f"country\t{language}\t{iso}\t{label}")
    with (authority / "nuts.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["level"] in {"1", "2", "3"} and not row["code"].endswith("Z"):
                for name in dict.fromkeys(
                    (
                        row["name_latin_gisco2024"],
                        row["name_national_gisco2024"],
                        row["name_eforms"],
                    )
                ):
                    if name:
                        lines.append(f"region\t{row['level']}\t{row['code']}\t{name}")
    seen = set()
    for row in _rows_of_admin():
        if row not in seen:
            seen.add(row)
            lines.append(f"region\t0\t{row[0]}\t{row[1]}")
    _write("territories.tsv.gz", lines)


_MORE_COUNTRIES = (
    ("en", "CZ:Czech Republic"), ("en", "TR:Turkey"), ("en", "TR:Türkiye"), ("en", "GB:UK"),
    ("en", "NL:Holland"), ("en", "MK:Macedonia"), ("en", "GB:Great Britain"), ("de", "CZ:Tschechische Republik"),
    ("fr", "CZ:République tchèque"), ("it", "CZ:Repubblica ceca"), ("es", "CZ:República Checa"),
    ("bg", "CZ:Чешката република"), ("bg", "NL:Холандия"), ("de", "NL:Holland"), ("sv", "NL:Holland"),
    ("pt", "NL:Holanda"), ("es", "NL:Holanda"), ("it", "NL:Olanda"), ("pl", "NL:Holandia"), ("ro", "NL:Olanda"),
    ("hu", "NL:Hollandia"), ("sk", "CZ:Česká republika"), ("cs", "CZ:Česká republika"), ("cs", "SK:Slovenská republika"),
    ("el", "CZ:Τσεχική Δημοκρατία"), ("pl", "CZ:Republika Czeska"), ("pl", "PL:Rzeczpospolita Polska"), ("sq", "AL:Shqipëria"),
)  # fmt: skip
_ADMIN: list[tuple[str, str]] = []


def _rows_of_admin() -> list[tuple[str, str]]:
    return _ADMIN


def _bodies(authority: Path) -> None:
    lines = []
    for name, kind in (("corporate-body", "organisation"), ("eu-programme", "initiative")):
        with (authority / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                labels = [
                    f"{key}={row[key]}" for key in row if key not in {"code", "uri"} and row[key]
                ]
                lines.append("\t".join((kind, row["code"], row["en"], *labels)))
    _write("bodies.tsv.gz", lines)


def _months(cldr: Path) -> None:
    data = json.loads((cldr / "dates.json").read_text("utf-8"))
    months: dict[str, dict[str, list[str]]] = {}
    for language, entry in data.items():
        if language in {"bs", "nb"}:
            continue
        forms: dict[str, set[str]] = defaultdict(set)
        for context in entry["months"].values():
            for width, names in context.items():
                for number, name in names.items():
                    if width in {"wide", "abbreviated"}:
                        forms[number].add(name.rstrip("."))
        days = set()
        for context in entry["days"].values():
            days |= set(context.get("wide", {}).values())
        months[language] = {
            n: sorted(forms[n], key=len, reverse=True) for n in sorted(forms, key=int)
        }
        months[language]["days"] = sorted(days)
    (_DATA / "months.json").write_text(
        json.dumps(months, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8"
    )


def _with_sound(name: str) -> str:
    heard = sound(name)
    return name if heard == name else f"{name}\t{heard}"


def _first_names() -> set[str]:
    found: set[str] = set()
    for locale in _LOCALES:
        try:
            provider = import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            print("no names for", locale)
            continue
        for attribute in dir(provider):
            if "first_name" in attribute and not callable(getattr(provider, attribute)):
                names = getattr(provider, attribute)
                for name in names if isinstance(names, list | tuple | dict) else ():
                    found |= {fold_name(part) for part in str(name).replace("-", " ").split()}
    return {name for name in found if len(name) > 1 and name.isalpha()}


if __name__ == "__main__":
    main()
