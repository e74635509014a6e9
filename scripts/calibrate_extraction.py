"""Make the confidence of the extraction from articles annotated by hand.

    python scripts/calibrate_extraction.py tests/extraction/articles/tuning [--release build]

For each rule, and type or predicate, the share of right answers, drawn towards the share of the
whole type where a rule spoke seldom, and towards that of all rules where the type did. Writes
``src/citygraph/extraction/data/calibration.json`` and prints how well confidence holds on articles
left out one at a time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]
_DRAWN = 4.0
Answer = tuple[str, str, bool]  # type or predicate; rule; right


def main() -> None:
    """Calibrate, print the check, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--release", type=Path, default=ROOT / "build")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    documents = _answers(options.folders, options.release, options.shared)
    for part in ("entities", "relations"):
        _check(part, [document[part] for document in documents])
    table = {
        part: _fit([answer for document in documents for answer in document[part]])
        for part in ("entities", "relations")
    }
    path = ROOT / "src" / "citygraph" / "extraction" / "data" / "calibration.json"
    path.write_text(json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def _answers(folders: list[Path], release: Path, shared: Path) -> list[dict[str, list[Answer]]]:
    from score_extraction import _implied, _likeness, _pair, _triples

    from citygraph.extraction.opening import open_extractor
    from citygraph.extraction.output import as_object
    from citygraph.extraction.reading import read_document

    extractor = open_extractor(release)
    found = []
    for path in sorted(path for folder in folders for path in folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        of = Path(gold["document"]["path"])
        text = shared / of if len(of.parts) > 1 else path.with_name(of.name)
        document = read_document(text)
        answer = as_object(document, extractor.extract(document.text, published=document.published))
        by_found = _pair(gold["entities"], answer["entities"])
        to = [by_found.get(j, -1) for j in range(len(answer["entities"]))]
        entities = [
            (e["type"], e["rule"], to[j] >= 0)
            for j, e in enumerate(answer["entities"])
            if to[j] >= 0
            or not any(_likeness(g, e) and g.get("optional") for g in gold["entities"])
        ]
        wanted = _triples(gold, None)
        implied = _implied(wanted)
        relations = [
            (r["predicate"], r["rule"], triple in wanted or triple in implied)
            for triple, r in _triples(answer, to).items()
        ]
        found.append({"entities": entities, "relations": relations})
    return found


def _fit(answers: list[Answer]) -> dict[str, float]:
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind, rule, right in answers:
        for key in ("", kind, f"{kind}|{rule}"):
            count[key][0] += right
            count[key][1] += 1
    shares: dict[str, float] = {}
    for key in sorted(count, key=lambda key: (bool(key), "|" in key)):
        right, number = count[key]
        above = shares[key.split("|")[0]] if "|" in key else shares.get("", 0.5)
        shares[key] = round((right + _DRAWN * above) / (number + _DRAWN), 4)
    return shares


def _check(part: str, documents: list[list[Answer]]) -> None:
    bins: dict[int, list[float]] = defaultdict(list)
    rights: dict[int, int] = defaultdict(int)
    squares = 0.0
    total = 0
    for index, left_out in enumerate(documents):
        shares = _fit([a for other, d in enumerate(documents) if other != index for a in d])
        for kind, rule, right in left_out:
            sure = shares.get(f"{kind}|{rule}", shares.get(kind, shares[""]))
            level = min(int(sure * 10), 9)
            bins[level].append(sure)
            rights[level] += right
            squares += (sure - right) ** 2
            total += 1
    print(
        f"{part}: {total} answers, Brier score {squares / total:.3f} (each article left out once)"
    )
    print("| confidence | answers | mean | right |\n| --- | ---: | ---: | ---: |")
    for level in sorted(bins):
        values = bins[level]
        print(f"| {level / 10:.1f}-{level / 10 + 0.1:.1f} | {len(values)} | "
              f"{sum(values) / len(values):.2f} | {rights[level] / len(values):.2f} |")  # fmt: skip


if __name__ == "__main__":
    main()
