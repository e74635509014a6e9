"""Draw docs/model.svg, the picture of the model: `python scripts/draw_model.py`.

A test proves it current and complete. Positions are fixed by hand; words in backquotes are terms of
the ontology.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

TARGET = Path(__file__).parents[1] / "docs" / "model.svg"
WIDTH, HEIGHT = 1300, 1096
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"

# Colours: of background, boxes, ink and muted ink, then fill and line of each kind of panel.
KINDS = ("actor", "claim", "initiative", "event", "paper")
LIGHT = {
    "background": "#ffffff", "box": "#ffffff", "ink": "#1b2733", "muted": "#55626d",
    "actor": "#e8f1fb", "actor line": "#1f5fa6", "claim": "#fdf3e1", "claim line": "#8f5a0a",
    "initiative": "#e7f5ec", "initiative line": "#1f6f47", "event": "#f3ecfa", "event line": "#6b3fa0",
    "paper": "#eef1f4", "paper line": "#55626d",
}  # fmt: skip
DARK = {
    "background": "#11161c", "box": "#0c1116", "ink": "#e8eef4", "muted": "#a3b0bc",
    "actor": "#14263a", "actor line": "#7fb4ea", "claim": "#2b2212", "claim line": "#e6b967",
    "initiative": "#13291d", "initiative line": "#7cc99b", "event": "#251a34", "event line": "#c2a3ea",
    "paper": "#1b222a", "paper line": "#a3b0bc",
}  # fmt: skip


def style(palette: dict[str, str]) -> str:
    """Return the rules that colour the picture."""
    rules = [
        f".background {{ fill: {palette['background']} }}",
        f".box {{ fill: {palette['box']} }}",
        f"text {{ fill: {palette['ink']} }}",
        f".muted {{ fill: {palette['muted']} }}",
    ]
    for kind in KINDS:
        line = palette[f"{kind} line"]
        rules += [
            f".panel.{kind} {{ fill: {palette[kind]} }}",
            f".{kind} {{ stroke: {line} }}",
            f".{kind}-ink {{ fill: {line} }}",
        ]
    return " ".join(rules)


class Picture:
    """An SVG in the making."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def text(
        self, x: float, y: float, words: str, size: float = 13, css: str = "", anchor: str = "start"
    ) -> None:
        """Write one line; terms in backquotes stand out in the ink of `css`."""
        marked = re.sub(r"`(\w+)`", r'<tspan class="term">\1</tspan>', escape(words))
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" class="{css}"'
            f' text-anchor="{anchor}">{marked}</text>'
        )

    def rectangle(self, x: float, y: float, w: float, h: float, css: str, radius: int = 8) -> None:
        """Draw a rounded rectangle."""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{radius}" class="{css}"/>'
        )

    def panel(
        self, x: float, y: float, w: float, h: float, kind: str, title: str, subtitle: str
    ) -> None:
        """Draw a tinted panel with its title and a line under it."""
        self.rectangle(x, y, w, h, f"panel {kind}", 12)
        self.text(x + 16, y + 27, title, 18, f"strong {kind}-ink")
        self.text(x + 16, y + 47, subtitle, 12.5, "muted")

    def box(self, x: float, y: float, w: float, kind: str, title: str, *lines: str) -> None:
        """Draw a box with a title and lines; a line that begins with a tilde is an example."""
        self.rectangle(x, y, w, 29 + 18 * len(lines), f"box {kind}")
        self.text(x + 12, y + 20, title, 14, f"strong {kind}-ink")
        for number, line in enumerate(lines, start=1):
            css = "muted example" if line.startswith("~") else "muted"
            self.text(x + 12, y + 20 + 18 * number, line.removeprefix("~"), 12.5, css)

    def chips(self, x: float, y: float, kind: str, *rows: tuple[str, ...]) -> None:
        """Draw rows of small rounded boxes, one word each."""
        for number, row in enumerate(rows):
            left = x
            for word in row:
                width = 8.2 * len(word.strip("`")) + 16
                self.rectangle(left, y + 28 * number, width, 22, f"box {kind}", 11)
                centre = left + width / 2
                self.text(centre, y + 28 * number + 15.5, word, 12.5, f"{kind}-ink", "middle")
                left += width + 7

    def arrow(self, kind: str, *points: tuple[float, float], dashed: bool = False) -> None:
        """Draw an arrow through points, with its head at the last one."""
        path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
        css = f"arrow {kind}" + (" dashed" if dashed else "")
        self.parts.append(f'<path d="{path}" class="{css}"/>')
        (x0, y0), (x, y) = points[-2:]
        step = 9
        dx, dy = (step if x > x0 else -step, 0) if y == y0 else (0, step if y > y0 else -step)
        spread = 4.5
        wings = (
            f"{x - dx - (spread if dy else 0):g},{y - dy - (spread if dx else 0):g} "
            f"{x - dx + (spread if dy else 0):g},{y - dy + (spread if dx else 0):g}"
        )
        self.parts.append(f'<polygon points="{x:g},{y:g} {wings}" class="head {kind}-ink"/>')

    def svg(self) -> str:
        """Return the whole picture."""
        fixed = (
            f"text {{ font-family: {FONT} }} .strong {{ font-weight: 600 }}"
            " .example { font-style: italic } .term { font-weight: 600 }"
            " .panel, .box { stroke-width: 1.2 } .arrow { fill: none; stroke-width: 1.7 }"
            " .dashed { stroke-dasharray: 6 4 } .head { stroke: none }"
        )
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            ' aria-labelledby="title description">',
            '<title id="title">The citygraph model</title>',
            '<desc id="description">Actors on the left and initiatives and events on the right are'
            " joined by claims in the middle. Each claim has a role, dates, a status and its"
            " sources; passages of the sources are the evidence. Rules derive direct short-cuts"
            " between actors and what they take part in.</desc>",
            f"<style>{fixed} {style(LIGHT)}",
            f"@media (prefers-color-scheme: dark) {{ {style(DARK)} }}</style>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" class="background"/>',
            *self.parts,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


def draw() -> str:
    """Return the picture of the model as SVG."""
    picture = Picture()
    picture.text(40, 46, "The citygraph model", 26, "strong")
    picture.text(
        40,
        70,
        "Who has to do with what, in which role, since when, and who says so.",
        14.5,
        "muted",
    )
    draw_actors(picture)
    draw_undertakings(picture)
    draw_claims(picture)
    draw_short_cuts(picture)
    draw_provenance(picture)
    return picture.svg()


def draw_actors(picture: Picture) -> None:
    """Draw those who act, on the left."""
    x, w = 56, 268
    picture.panel(40, 190, 300, 580, "actor", "`Actor`", "whoever can decide and act")
    picture.box(
        x, 250, w, "actor", "`City`",
        "`country`, `inRegion`, `nuts3`", "`population`, `geonamesId`", "~Sofia: the place and its council",
    )  # fmt: skip
    picture.box(x, 345, w, "actor", "`Region`", "~Province of Barcelona")
    picture.box(x, 404, w, "actor", "`Country`", "~Estonia")
    picture.box(
        x, 463, w, "actor", "`Person`",
        "only in a public role", "`represents` an actor (derived),", "inverse `representedBy`",
    )  # fmt: skip
    picture.box(
        x, 558, w, "actor", "`Organisation`",
        "`actsFor` a city, region or country", "kind of organisation, part of another",
        "~Innovative Sofia, for Sofia",
    )  # fmt: skip
    picture.text(x, 684, "Cities, regions and countries are", 12.5, "muted")
    picture.text(x, 702, "places as well. Names in many", 12.5, "muted")
    picture.text(x, 720, "languages; identifiers in GeoNames,", 12.5, "muted")
    picture.text(x, 738, "Wikidata and EU tables.", 12.5, "muted")


def draw_undertakings(picture: Picture) -> None:
    """Draw initiatives, events and venues, on the right."""
    x = 976
    picture.panel(960, 190, 300, 262, "initiative", "`Initiative`", "a common undertaking")
    picture.chips(
        x, 252, "initiative",
        ("`Partnership`", "`Programme`"), ("`Project`", "`Network`", "`Agenda`"),
        ("`Mission`", "`Platform`", "`Fund`"), ("`Declaration`", "`Policy`"), ("`WorkingGroup`",),
    )  # fmt: skip
    picture.text(x, 408, "`partOf`, `follows`, `mergedInto`,", 12.5, "muted")
    picture.text(x, 426, "`supports`, `topic`, dates", 12.5, "muted")

    picture.panel(960, 476, 300, 294, "event", "`Event`", "an occasion; it may have parts")
    picture.chips(
        x, 538, "event",
        ("`Summit`", "`Lab`", "`Workshop`"), ("`Conference`", "`Meeting`"),
        ("`Panel`", "`Session`", "`Training`"), ("`Webinar`", "`Ceremony`"),
    )  # fmt: skip
    picture.text(x, 664, "`partOf`, `topic`, `audience`, dates,", 12.5, "muted")
    picture.text(x, 682, "languages, `eventFormat`, `location`", 12.5, "muted")
    picture.box(x, 696, 268, "event", "`Venue`", "`inCity`", "~Hotel COOP")


def draw_claims(picture: Picture) -> None:
    """Draw the claims in the middle, and their arrows to both sides."""
    x, w = 486, 328
    picture.panel(470, 190, 360, 580, "claim", "`Claim`", "a statement with all that qualifies it")
    rows = (
        (282, "`Participation`", "`role`", "~Sofia, coordinator, Digital Transition"),
        (356, "`Award`", "`year`, `placing`", "~a city, winner of a contest"),
        (430, "`Position`", "`positionTitle`, `asOf`", "~Laia Bonet, deputy mayor, in 2020"),
        (504, "`EventParticipation`", "`role`", "~a mayor, panellist, for Helsinki"),
    )
    picture.text(x, 256, "`status`, start, end, `timeZone`, sources", 12.5, "muted")
    picture.text(x, 274, "derived: `earliestStart`, `latestEnd`", 12.5, "muted")
    for y, title, *lines in rows:
        picture.box(x, y, w, "claim", title, *lines)
    picture.box(
        x, 578, w, "claim", "`Figure`",
        "`measure`, `value`, `unit`, `comparison`, `asOf`",
        "~136 cities; a `Target`: 55 % less, `dueDate` 2030",
    )  # fmt: skip
    picture.box(x, 652, w, "claim", "`Milestone`", "title", "~a city is chosen as coordinator")

    picture.text(x, 738, "A `participant` may be an initiative as well;", 12.5, "muted")
    picture.text(x, 756, "a post is `at` either; a figure is `about` anything.", 12.5, "muted")

    for y, word, end in (
        (314, "participant", 340), (388, "recipient", 340), (480, "holder", 324),
        (528, "participant", 340), (558, "onBehalfOf", 340),
    ):  # fmt: skip
        picture.arrow("claim", (x, y), (end, y))
        picture.text(405, y - 7, f"`{word}`", 12.5, "claim-ink", "middle")
    for y, word in (
        (314, "initiative"), (388, "prize"), (440, "at"), (536, "event"),
        (610, "about"), (684, "about"),
    ):  # fmt: skip
        picture.arrow("claim", (x + w, y), (960, y))
        picture.text(895, y - 7, f"`{word}`", 12.5, "claim-ink", "middle")


def draw_short_cuts(picture: Picture) -> None:
    """Draw what the rules derive, above the claims."""
    x = 486
    picture.arrow("actor", (240, 190), (240, 160), (1090, 160), (1090, 190), dashed=True)
    picture.text(x, 152, "`participatesIn`, `coordinates`, `organises`", 12.5, "actor-ink")
    picture.text(x, 177, "inverse: `hasParticipant`, `coordinatedBy`, `organisedBy`", 12.5, "muted")
    picture.arrow(
        "actor", (140, 190), (140, 106), (1280, 106), (1280, 620), (1260, 620), dashed=True
    )
    picture.text(x, 98, "`takesPartIn`, `hosts`, `organises`", 12.5, "actor-ink")
    picture.text(x, 123, "inverse: `hasAttendee`, `hostedBy`, `organisedBy`", 12.5, "muted")


def draw_provenance(picture: Picture) -> None:
    """Draw code lists, sources and evidence below."""
    y = 838
    picture.panel(40, y, 300, 190, "paper", "Code lists", "labels in five languages")
    picture.chips(
        56, y + 62, "paper", ("role", "status", "topic"), ("audience", "format", "measure"),
        ("placing", "kind of organisation"),
    )  # fmt: skip
    picture.text(56, y + 170, "A role's top concept says what follows.", 12.5, "muted")

    picture.panel(
        470, y, 360, 190, "paper", "`Source`", "a document, and the graph of all that it says"
    )
    picture.text(486, y + 76, "title, publisher, address, language, licence", 12.5, "muted")
    picture.text(486, y + 96, "published or `publishedBefore`, `retrieved`", 12.5, "muted")
    picture.text(486, y + 116, "`sha256`: the checksum of its text", 12.5, "muted")
    picture.text(486, y + 146, "Two sources that say the same: two statements.", 12.5, "muted")
    picture.text(486, y + 166, "Two that differ: both stay, each in its graph.", 12.5, "muted")

    picture.panel(960, y, 300, 190, "paper", "Evidence", "W3C Web Annotation, for each source")
    picture.box(976, y + 62, 268, "paper", "Annotation", "says what a passage supports")
    picture.box(976, y + 126, 268, "paper", "Passage", "~characters 202 to 283 of the text")
    picture.arrow("paper", (1110, y + 109), (1110, y + 126))

    picture.arrow("paper", (650, 770), (650, y))
    picture.text(662, 808, "prov:wasDerivedFrom", 12.5, "muted")
    picture.arrow("paper", (976, y + 150), (830, y + 150))
    picture.text(895, y + 143, "oa:hasSource", 12.5, "muted", "middle")
    picture.arrow("paper", (976, y + 84), (895, y + 84), (895, 750), (830, 750))
    picture.text(903, 808, "oa:hasBody: a claim or a thing", 12.5, "muted")
    picture.arrow("paper", (520, 770), (520, 804), (190, 804), (190, y))
    picture.text(355, 797, "role, status, measure, placing", 12.5, "muted", "middle")

    line = 1062
    picture.parts.append(f'<path d="M40 {line} L90 {line}" class="arrow claim"/>')
    picture.text(100, line + 4, "told by a source, in the graph of that source", 12.5, "muted")
    picture.parts.append(f'<path d="M470 {line} L520 {line}" class="arrow actor dashed"/>')
    picture.text(
        530, line + 4, "short-cut, written by a rule from the claims, in the graph of that rule",
        12.5, "muted",
    )  # fmt: skip


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
