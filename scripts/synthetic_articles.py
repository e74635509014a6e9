"""Write long articles in eight languages, of any size in all, the same for the same seed.

    python scripts/synthetic_articles.py --megabytes 51 --document 500 FOLDER

writes text files of about 500 KB into FOLDER until they have 51 MB together. They serve to measure
speed, not quality: sentences are put together from parts, with names of cities and initiatives
from `data/`, dates, numbers and invented people. About one sentence in three has something to find.
"""

# ruff: noqa: RUF001 - Bulgarian is written in its own letters

from __future__ import annotations

import argparse
import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = [
    "Anna",
    "Lucas",
    "Maria",
    "Peter",
    "Elena",
    "Marco",
    "Ingrid",
    "Pavel",
    "Sofia",
    "Jan",
    "Carmen",
    "Nils",
    "Vera",
    "Tomas",
]
SYLLABLES = (
    "ba",
    "cel",
    "dor",
    "fen",
    "gar",
    "lin",
    "mar",
    "nov",
    "per",
    "ros",
    "sal",
    "tek",
    "vin",
)
CYRILLIC = dict(zip("abcdefgiklmnoprstv", "абцдефгиклмнопрств", strict=True))

FACTS = 1 / 3
ASIDES = 1 / 2


@dataclass(frozen=True)
class Language:
    """What sentences of a language are made of."""

    months: str
    date: str
    facts: tuple[str, ...]
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    ends: tuple[str, ...]
    cities: tuple[str, ...] = ()


LANGUAGES = {
    "en": Language(
        "January February March April May June July August September October November December",
        "{day} {month} {year}",
        (
            "{city}, {other} and {third} joined {initiative} on {date}.",
            "{person}, Mayor of {city}, opened the meeting in {other} on {date}.",
            "{initiative} is coordinated by {city}, which hosts the next conference in {year}.",
            "{city} is not a member of {initiative}, said {person} of the University of {other}.",
            "The former mayor of {city}, {person}, left the board of {initiative} in {year}.",
        ),
        (
            "The council",
            "A group of residents",
            "The working party",
            "The planning office",
            "Nobody in the room",
            "The new budget",
            "A small company",
        ),
        ("discussed", "postponed", "paid for", "compared", "forgot", "measured", "asked about"),
        (
            "the bus lanes",
            "the heat pumps of the old school",
            "two hundred trees",
            "the rules for short lets",
            "a bridge for bicycles",
            "the price of water",
            "an open data portal",
        ),
        (
            "before the summer",
            "for the third time",
            "with some doubts",
            "at no extra cost",
            "at last",
        ),
    ),
    "sv": Language(
        "januari februari mars april maj juni juli augusti september oktober november december",
        "den {day} {month} {year}",
        (
            "{city}, {other} och {third} gick med i {initiative} {date}.",
            "{person}, borgmästare i {city}, öppnade mötet i {other} {date}.",
            "{initiative} samordnas av {city}, som är värd för nästa konferens {year}.",
            "{city} är inte medlem i {initiative}, sade {person} från universitetet.",
        ),
        (
            "Kommunstyrelsen",
            "En grupp boende",
            "Arbetsgruppen",
            "Planeringskontoret",
            "Ingen i salen",
            "Den nya budgeten",
        ),
        ("diskuterade", "sköt upp", "betalade", "jämförde", "glömde", "mätte"),
        (
            "bussfilerna",
            "värmepumparna i den gamla skolan",
            "tvåhundra träd",
            "reglerna för korttidsuthyrning",
            "en bro för cyklar",
            "vattenpriset",
        ),
        (
            "före sommaren",
            "för tredje gången",
            "med viss tvekan",
            "utan extra kostnad",
            "till slut",
        ),
    ),
    "bg": Language(
        "януари февруари март април май юни юли август септември октомври ноември декември",
        "{day} {month} {year} г.",
        (
            "{city}, {other} и {third} се присъединиха към {initiative} на {date}",
            "{person}, кмет на {city}, откри срещата в {other} на {date}",
            "{initiative} се координира от {city}, който е домакин на конференцията през {year} г.",
            "{city} не е член на {initiative}, каза {person} от университета.",
        ),
        (
            "Общинският съвет",
            "Група жители",
            "Работната група",
            "Отделът за планиране",
            "Никой в залата",
            "Новият бюджет",
        ),
        ("обсъди", "отложи", "плати", "сравни", "забрави", "измери"),
        (
            "автобусните ленти",
            "термопомпите на старото училище",
            "двеста дървета",
            "правилата за наемите",
            "мост за велосипеди",
            "цената на водата",
        ),
        ("преди лятото", "за трети път", "с известни съмнения", "без допълнителни разходи"),
        (
            "София",
            "Пловдив",
            "Варна",
            "Бургас",
            "Русе",
            "Плевен",
            "Сливен",
            "Добрич",
            "Шумен",
            "Перник",
            "Хасково",
            "Ямбол",
            "Габрово",
            "Видин",
            "Враца",
            "Смолян",
            "Разлог",
            "Троян",
            "Белене",
            "Банско",
            "Барселона",
            "Хелзинки",
            "Виена",
        ),
    ),
    "de": Language(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "{day}. {month} {year}",
        (
            "{city}, {other} und {third} traten am {date} {initiative} bei.",
            "{person}, Bürgermeister von {city}, eröffnete das Treffen in {other} am {date}.",
            "{initiative} wird von {city} koordiniert, wo {year} die nächste Konferenz stattfindet.",
            "{city} ist kein Mitglied von {initiative}, sagte {person} von der Universität.",
        ),
        (
            "Der Gemeinderat",
            "Eine Gruppe von Anwohnern",
            "Die Arbeitsgruppe",
            "Das Planungsamt",
            "Niemand im Saal",
            "Der neue Haushalt",
        ),
        ("besprach", "verschob", "bezahlte", "verglich", "vergaß", "prüfte"),
        (
            "die Busspuren",
            "die Wärmepumpen der alten Schule",
            "zweihundert Bäume",
            "die Regeln für Ferienwohnungen",
            "eine Brücke für Fahrräder",
            "den Preis des Wassers",
        ),
        ("vor dem Sommer", "zum dritten Mal", "mit Zweifeln", "ohne weitere Kosten", "endlich"),
    ),
    "fr": Language(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "{day} {month} {year}",
        (
            "{city}, {other} et {third} ont rejoint {initiative} le {date}.",
            "{person}, maire de {city}, a ouvert la réunion à {other} le {date}.",
            "{initiative} est coordonné par {city}, qui accueille la conférence en {year}.",
            "{city} n'est pas membre de {initiative}, a dit {person} de l'université.",
        ),
        (
            "Le conseil municipal",
            "Un groupe d'habitants",
            "Le groupe de travail",
            "Le service d'urbanisme",
            "Le nouveau budget",
        ),
        ("a examiné", "a reporté", "a payé", "a comparé", "a oublié", "a mesuré"),
        (
            "les couloirs de bus",
            "les pompes à chaleur de l'ancienne école",
            "deux cents arbres",
            "les règles de location",
            "un pont pour les vélos",
            "le prix de l'eau",
        ),
        ("avant l'été", "pour la troisième fois", "avec quelques doutes", "sans frais", "enfin"),
    ),
    "es": Language(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "{day} de {month} de {year}",
        (
            "{city}, {other} y {third} se unieron a {initiative} el {date}.",
            "{person}, alcaldesa de {city}, abrió la reunión en {other} el {date}.",
            "{initiative} está coordinado por {city}, que acoge la conferencia en {year}.",
            "{city} no es miembro de {initiative}, dijo {person} de la universidad.",
        ),
        (
            "El pleno",
            "Un grupo de vecinos",
            "El grupo de trabajo",
            "La oficina de urbanismo",
            "El nuevo presupuesto",
        ),
        ("debatió", "aplazó", "pagó", "comparó", "olvidó", "midió"),
        (
            "los carriles bus",
            "las bombas de calor de la vieja escuela",
            "doscientos árboles",
            "las normas de alquiler",
            "un puente para bicicletas",
            "el precio del agua",
        ),
        ("antes del verano", "por tercera vez", "con algunas dudas", "sin coste", "por fin"),
    ),
    "it": Language(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "{day} {month} {year}",
        (
            "{city}, {other} e {third} hanno aderito a {initiative} il {date}.",
            "{person}, sindaca di {city}, ha aperto l'incontro a {other} il {date}.",
            "{initiative} è coordinato da {city}, che ospita la conferenza nel {year}.",
            "{city} non è membro di {initiative}, ha detto {person} dell'università.",
        ),
        (
            "Il consiglio comunale",
            "Un gruppo di abitanti",
            "Il gruppo di lavoro",
            "L'ufficio urbanistica",
            "Il nuovo bilancio",
        ),
        ("ha discusso", "ha rinviato", "ha pagato", "ha confrontato", "ha scordato", "ha misurato"),
        (
            "le corsie degli autobus",
            "le pompe di calore della vecchia scuola",
            "duecento alberi",
            "le regole sugli affitti",
            "un ponte per le biciclette",
            "il prezzo dell'acqua",
        ),
        ("prima dell'estate", "per la terza volta", "con qualche dubbio", "senza spese", "infine"),
    ),
    "pl": Language(
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
        "listopada grudnia",
        "{day} {month} {year} r.",
        (
            "{city}, {other} i {third} przystąpiły do {initiative} dnia {date}",
            "{person}, prezydent miasta {city}, otworzyła spotkanie w mieście {other} dnia {date}",
            "{initiative} koordynuje {city}, gospodarz konferencji w {year} roku.",
            "{city} nie należy do {initiative}, mówi {person} z uniwersytetu.",
        ),
        (
            "Rada miasta",
            "Grupa mieszkańców",
            "Komisja",
            "Pracownia planowania",
            "Mała spółka",
        ),
        ("omówiła", "odłożyła", "opłaciła", "porównała", "zmierzyła"),
        (
            "pasy dla autobusów",
            "pompy ciepła starej szkoły",
            "dwieście drzew",
            "zasady najmu",
            "most dla rowerów",
            "cenę wody",
        ),
        ("przed latem", "po raz trzeci", "z wahaniem", "bez dodatkowych kosztów", "wreszcie"),
    ),
}


def names(table: str) -> list[str]:
    """Return the names in a table of the project."""
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["name"] for row in csv.DictReader(file) if row["name"]})


def coined(random_: random.Random) -> str:
    """Return an invented word, so that the vocabulary is as large as that of real texts."""
    return "".join(random_.choice(SYLLABLES) for _ in range(random_.randint(2, 4)))


def person(random_: random.Random, *, cyrillic: bool) -> str:
    """Return an invented name."""
    name = f"{random_.choice(NAMES)} {coined(random_).capitalize()}"
    if not cyrillic:
        return name
    letters = "".join(CYRILLIC.get(letter, "и") for letter in name.replace(" ", "").lower())
    cut = name.index(" ")
    return f"{letters[:cut].capitalize()} {letters[cut:].capitalize()}"


def sentence(
    random_: random.Random, language: Language, cities: list[str], initiatives: list[str]
) -> str:
    """Return a sentence, one in three with facts."""
    if random_.random() > FACTS:
        words = (
            random_.choice(language.subjects),
            random_.choice(language.verbs),
            random_.choice(language.objects),
            random_.choice(language.ends),
        )
        aside = (
            f" ({coined(random_)} {random_.randint(2, 9999)})" if random_.random() < ASIDES else ""
        )
        return f"{' '.join(words)}{aside}."
    day = date(2015, 1, 1) + timedelta(days=random_.randrange(4000))
    city, other, third = random_.sample(language.cities or cities, 3)
    months = language.months.split()
    return random_.choice(language.facts).format(
        city=city,
        other=other,
        third=third,
        initiative=random_.choice(initiatives),
        person=person(random_, cyrillic=bool(language.cities)),
        year=random_.randint(2015, 2030),
        date=language.date.format(day=day.day, month=months[day.month - 1], year=day.year),
    )


def article(
    random_: random.Random, code: str, size: int, cities: list[str], initiatives: list[str]
) -> str:
    """Return an article of about as many bytes as asked for."""
    language = LANGUAGES[code]
    pieces: list[str] = []
    written = 0
    while written < size:
        count = random_.randint(3, 9)
        text = " ".join(sentence(random_, language, cities, initiatives) for _ in range(count))
        pieces.append(text)
        written += len(text.encode()) + 2
    return "\n\n".join(pieces) + "\n"


def main() -> None:
    """Write the articles."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=51, help="of all articles together")
    parser.add_argument("--document", type=int, default=500, help="kilobytes of an article")
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="codes with commas")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random_ = random.Random(args.seed)  # noqa: S311 - nothing is kept secret
    cities = names("cities")
    initiatives = [name for name in names("initiatives") if len(name) < 40]  # noqa: PLR2004
    codes = args.languages.split(",")
    args.folder.mkdir(parents=True, exist_ok=True)
    left = round(args.megabytes * 1_000_000)
    number = 0
    while left > 0:
        code = codes[number % len(codes)]
        text = article(random_, code, min(left, args.document * 1000), cities, initiatives)
        data = text.encode()
        (args.folder / f"{number:05}-{code}.txt").write_bytes(data)
        left -= len(data)
        number += 1
    print(f"{number} articles, {args.megabytes:g} MB, in {args.folder}")


if __name__ == "__main__":
    main()
