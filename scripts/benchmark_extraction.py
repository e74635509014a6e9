"""Measure `citygraph extract`: start-up, one article, long documents, memory.

    python scripts/benchmark_extraction.py [--release build] [--megabytes 51]

All times are CPU time of one process. The long documents are made here: plain prose in eight
languages with a sentence that names places, people or dates between every few of them, drawn with
a fixed seed from word lists and from the gazetteer, so that sentences do not repeat.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

_PROSE = {
    "en": "the plan measure budget heat street building energy transport water citizen office report goal result "
    "support change reduce improve public local new better large several during under about with for and of to in "
    "a on by more than which was were will be has have this that their its from also until",
    "de": "der die das plan haushalt straße gebäude energie verkehr wasser bürger bericht ziel ergebnis wandel "
    "öffentlich örtlich neu besser groß mehrere während unter über mit für und von zu in ein auf durch mehr als "
    "welche war waren wird werden hat haben dieser dass ihre auch bis",
    "fr": "le la les plan mesure budget chaleur rue bâtiment énergie transport eau citoyen rapport but résultat "
    "soutien changement public local nouveau meilleur grand plusieurs pendant sous avec pour et de à dans un sur "
    "par plus que qui était seront est ont ce cette leur aussi",
    "es": "el la los plan medida presupuesto calor calle edificio energía transporte agua ciudadano informe meta "
    "resultado apoyo cambio público local nuevo mejor grande varios durante bajo con para y de a en un sobre por "
    "más que era serán es han este esta su también hasta",
    "sv": "planen åtgärd budget värme gata byggnad energi trafik vatten medborgare rapport mål resultat stöd "
    "förändring offentlig lokal ny bättre stor flera under om med för och av till i en på genom mer än som var "
    "blir har detta att deras också till",
    "pl": "plan działanie budżet ciepło ulica budynek energia transport woda mieszkaniec raport cel wynik "
    "wsparcie zmiana publiczny lokalny nowy lepszy duży kilka podczas pod z dla i od do w na przez więcej niż "
    "który był będzie jest ma ten to ich także aż",
    "bg": "планът мярка бюджет топлина улица сграда енергия транспорт вода гражданин доклад цел резултат подкрепа "
    "промяна обществен местен нов по-добър голям няколко през под с за и от до в един на чрез повече който беше "
    "ще е има този това техните също",
    "fi": "suunnitelma toimi talousarvio lämpö katu rakennus energia liikenne vesi asukas raportti tavoite tulos "
    "tuki muutos julkinen paikallinen uusi parempi suuri useita aikana alla kanssa varten ja sekä jotta tai myös "
    "enemmän kuin joka oli ovat on tämä että niiden asti",
}
_FACTS = {
    "en": (
        "{a} and {b} joined the {p} project on {d} March 2023.",
        "{n}, mayor of {a}, spoke about the plan.",
    ),
    "de": (
        "{a} und {b} beteiligen sich am Projekt {p} seit {d}. März 2023.",
        "{n}, Bürgermeister von {a}, sprach darüber.",
    ),
    "fr": (
        "{a} et {b} participent au projet {p} depuis le {d} mars 2023.",
        "{n}, maire de {a}, a présenté le plan.",
    ),
    "es": (
        "{a} y {b} participan en el proyecto {p} desde el {d} de marzo de 2023.",
        "{n}, alcalde de {a}, habló del plan.",
    ),
    "sv": (
        "{a} och {b} deltar i projektet {p} sedan den {d} mars 2023.",
        "{n}, borgmästare i {a}, talade om planen.",
    ),
    "pl": (
        "{a} i {b} uczestniczą w projekcie {p} od {d} marca 2023.",
        "{n}, burmistrz miasta {a}, mówił o planie.",
    ),
    "bg": (
        "{a} и {b} участват в проекта {p} от {d} март 2023 г.",
        "{n}, кмет на {a}, говори за плана.",
    ),
    "fi": (
        "{a} ja {b} osallistuvat hankkeeseen {p}. Kokous pidettiin {d}. maaliskuuta 2023.",
        "Pormestari {n} puhui kaupungissa {a}.",
    ),
}
_PROJECTS = [
    "SPARCS",
    "RESPONSE",
    "ATELIER",
    "STARDUST",
    "CityxChange",
    "SmartEnCity",
    "IRIS",
    "MAKING-CITY",
]
_FIRST = [
    "Anna",
    "Maria",
    "Peter",
    "Jan",
    "Elena",
    "Marco",
    "Sofia",
    "Lukas",
    "Ivan",
    "Laura",
    "Pedro",
    "Nina",
]
_FAMILY = [
    "Novak",
    "Berger",
    "Lindqvist",
    "Moreau",
    "Rossi",
    "Ferreira",
    "Kowal",
    "Petrov",
    "Virtanen",
    "Jensen",
]


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--release", type=Path, default=ROOT / "build")
    parser.add_argument("--megabytes", type=float, default=51)
    parser.add_argument("--articles", type=Path, default=ROOT / "tests" / "extraction" / "articles")
    options = parser.parse_args()
    print(
        f"start-up: {_start_up(options.release):.2f} s of CPU (an article of one line, whole process)"
    )
    from citygraph.extraction.opening import open_extractor

    extractor = open_extractor(options.release)
    articles = [p.read_text("utf-8") for p in sorted(options.articles.rglob("*.txt"))]
    articles = [(text + "\n" + text * (3000 // len(text)))[:3000] for text in articles if text]
    for text in articles:
        extractor.extract(text)
    times = sorted(_timed(lambda text=text: extractor.extract(text)) for text in articles)
    if times:
        print(f"an article of 3,000 letters: median {times[len(times) // 2] * 1000:.1f} ms, slowest "
              f"{times[-1] * 1000:.1f} ms, {len(times)} articles")  # fmt: skip
    size = seconds = 0.0
    mentions = 0
    chance = random.Random(7)
    number = 0
    while size < options.megabytes * 1e6:
        language = list(_PROSE)[number % len(_PROSE)]
        text = _document(language, chance)
        number += 1
        began = time.process_time()
        found = extractor.extract(text)
        seconds += time.process_time() - began
        size += len(text.encode())
        mentions += sum(len(entity.mentions) for entity in found.entities)
    print(f"long documents: {number} of {size / number / 1e6:.2f} MB, {size / 1e6:.1f} MB at "
          f"{size / 1e6 / seconds:.2f} MB a second; {mentions} mentions, one for every "
          f"{size / max(mentions, 1):.0f} bytes")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {peak:.0f} MB at most")


def _start_up(release: Path) -> float:
    line = "Sofia joined Eurocities on 3 May 2023.\n"
    path = Path("/tmp") / "citygraph-benchmark-line.txt"
    path.write_text(line, "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "citygraph", "extract", str(path), "--format", "json", "--release", str(release)],
        check=True, capture_output=True, env={"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    path.unlink()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _timed(call: object) -> float:
    began = time.process_time()
    call()  # type: ignore[operator]
    return time.process_time() - began


def _document(language: str, chance: random.Random, size: int = 500_000) -> str:
    from citygraph.extraction.gazetteer import gazetteer

    names = [name.title() for name in gazetteer().large_names(50_000)[-800:]]
    words = _PROSE[language].split()
    lines: list[str] = []
    length = 0
    while length < size:
        sentences = []
        for _ in range(chance.randint(3, 7)):
            if chance.random() < 0.22:
                sentences.append(
                    chance.choice(_FACTS[language]).format(
                        a=chance.choice(names), b=chance.choice(names), p=chance.choice(_PROJECTS),
                        d=chance.randint(1, 28), n=f"{chance.choice(_FIRST)} {chance.choice(_FAMILY)}",
                    )
                )  # fmt: skip
            else:
                prose = " ".join(chance.choice(words) for _ in range(chance.randint(9, 26)))
                sentences.append(prose[0].upper() + prose[1:] + ".")
        line = " ".join(sentences)
        lines.append(line)
        length += len(line.encode()) + 2
    return "\n\n".join(lines)


if __name__ == "__main__":
    main()
