"""One small fault for each rule of the shapes, to be made in the valid sample."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph

HERE = Path(__file__).parent
SAMPLE = (HERE / "valid.ttl").read_text(encoding="utf-8")
PREFIXES = "\n".join(line for line in SAMPLE.splitlines() if line.startswith("@prefix")) + (
    "\n@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .\n"
)

CITY = r"id:city\/alpha-xa"
BETA = r"id:city\/beta-xa"
REGION = r"id:region\/north-xa"
COUNTRY = r"id:country\/xa"
ORG = r"id:organisation\/alpha-mobility"
WORKS = r"id:organisation\/alpha-works"
ADA = r"id:person\/ada-example"
BARE = r"id:initiative\/bare"
MISSION = r"id:initiative\/mission"
NETWORK = r"id:initiative\/network"
PARTNERSHIP = r"id:initiative\/partnership"
PROJECT = r"id:initiative\/project"
EVENT = r"id:event\/bare"
SUMMIT = r"id:event\/summit"
VENUE = r"id:venue\/hall"
PART = r"id:participation\/bare--alpha-xa--member"
TALK = r"id:event-participation\/bare--ada-example--keynote-speaker"
POST = r"id:position\/alpha-xa--ada-example--mayor"
AWARD = r"id:award\/mission--alpha-xa--2020--winner"
FIGURE = r"id:figure\/bare--cities--2021"
TARGET = r"id:figure\/mission--cities--2030"
STONE = r"id:milestone\/bare--launch"
SOURCE = "src:paper"
NOTE = r"id:annotation\/participation\/bare--alpha-xa--member--paper"
PASSAGE = r"id:passage\/paper\/10-20"
SPAN = r"id:selector\/10-20"
ANALYSIS = "network:cities"
MEASURED = r"network:cities\/degree\/city\/alpha-xa"
GROUP = r"network:cities\/community\/1"
DIGEST = '"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"'


@dataclass(frozen=True, slots=True)
class Fault:
    """A change to the valid sample and the rules that must report it.

    Attributes:
        rule: Local name of the shape that has to report the fault.
        remove: Statements taken out of the sample, in Turtle.
        add: Statements put into the sample, in Turtle.
        also: Local names of further shapes that report the same fault.
    """

    rule: str
    remove: str = ""
    add: str = ""
    also: frozenset[str] = frozenset()


def fault(rule: str, remove: str = "", add: str = "", *also: str) -> Fault:
    """Build a fault in one line."""
    return Fault(rule, remove, add, frozenset(also))


def turtle(text: str) -> Graph:
    """Parse statements that use the prefixes of the sample."""
    return Graph().parse(data=PREFIXES + text, format="turtle")


def sample() -> Graph:
    """Return the valid sample as a fresh graph."""
    return turtle(SAMPLE)


def broken(*faults: Fault) -> Graph:
    """Return the sample with all the given faults made in it."""
    graph, whole = sample(), sample()
    for one in faults:
        for triple in turtle(one.remove):
            if triple not in whole:
                raise ValueError(f"{one.rule}: the sample does not say {triple}")
            graph.remove(triple)
    for one in faults:
        for triple in turtle(one.add):
            graph.add(triple)
    return graph


def _texts() -> list[Fault]:
    places = {
        "name": (COUNTRY, "skos:prefLabel", "@en", f'{COUNTRY} skos:prefLabel "Alphaland"@en .'),
        "spelling": (CITY, "skos:altLabel", "@sv", ""),
        "title": (STONE, "dct:title", "@en", ""),
        "description": (BARE, "dct:description", "@en", ""),
        "note": (PART, "skos:editorialNote", "@en", ""),
        "position-title": (POST, "cg:positionTitle", "@en", ""),
        "agent-name": ("<https://w3id.org/citygraph/publisher/alpha-press>", "foaf:name", "", ""),
    }
    texts = {
        "markup": ["Alpha <b>land</b>", "Alpha &amp; Beta", "<script>alert(1)</script>"],
        "formula": ["=1+1", "+1", "@SUM(A1)"],
        "contact": ["Write to ada@alpha.example", "Call +358 9 310 1691"],
        "space": [" Alpha", "Alpha ", "Al  pha", r"Alpha\nBeta", "", r"Alpha\u00A0"],
    }
    found = []
    for place, (node, path, tag, remove) in places.items():
        for rule, values in texts.items():
            for value in values:
                add = f'{node} {path} "{value}"{tag} .'
                if place == "name":
                    add += f'{node} rdfs:label "{value}"{tag} .'
                    cut = remove + f'{node} rdfs:label "Alphaland"{tag} .'
                else:
                    cut = remove
                found.append(fault(f"{place}-text-{rule}", cut, add))
    return found


def _contacts() -> list[Fault]:
    paths = {
        "foaf-mbox": "foaf:mbox <mailto:ada@alpha.example>",
        "foaf-phone": "foaf:phone <tel:+35893101691>",
        "schema-email": 'schema:email "ada@alpha.example"',
        "schema-telephone": 'schema:telephone "+358 9 310 1691"',
        "vcard-email": "vcard:hasEmail <mailto:ada@alpha.example>",
        "vcard-telephone": "vcard:hasTelephone <tel:+35893101691>",
        "cv-email": 'cv:email "ada@alpha.example"',
        "cv-telephone": 'cv:telephone "+358 9 310 1691"',
    }
    return [fault(f"contact-{name}", "", f"{ADA} {text} .") for name, text in paths.items()]


# One fault a line reads like a table.
# fmt: off
FAULTS: tuple[Fault, ...] = (
    # Names.
    fault("name-english", f'{BETA} skos:prefLabel "Beta"@en ; rdfs:label "Beta"@en .'),
    fault("name-once", "", f'{BETA} skos:prefLabel "Bet"@en ; rdfs:label "Bet"@en .'),
    fault("name-language", "", f'{BETA} skos:prefLabel "Bet" ; rdfs:label "Bet" .'),
    fault("name-copied", f'{BETA} rdfs:label "Beta"@en .'),
    fault("name-copied", "", f'{BETA} rdfs:label "Beeta"@fi .'),
    fault("spelling-language", "", f'{BETA} skos:altLabel "Bet" .'),
    fault("match-address", "", f"{BETA} skos:exactMatch <urn:x:beta> ."),
    fault("match-address", "", f'{BETA} skos:exactMatch "https://beta.example/" .'),
    fault("homepage-address", "", f"{BETA} foaf:homepage <ftp://beta.example/> ."),
    # Actors.
    fault("Actor-kind", "", f"{ADA} a cg:Source .", "SourceShape", "Source-title", "Source-publisher", "SourceIdentityShape"),
    fault("CityShape", "", f'id:Gamma a cg:City, cg:Actor ; cg:country {COUNTRY} ; skos:prefLabel "G"@en ; rdfs:label "G"@en .'),
    fault("City-country", f"{BETA} cg:country {COUNTRY} ."),
    fault("City-country", "", f'{BETA} cg:country id:country\\/xb . id:country\\/xb a cg:Country, cg:Actor ; skos:notation "XB" ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    fault("City-country-kind", f"{BETA} cg:country {COUNTRY} .", f"{BETA} cg:country {REGION} ."),
    fault("City-region-kind", "", f"{BETA} cg:inRegion {COUNTRY} ."),
    fault("RegionShape", "", f'id:region\\/North a cg:Region, cg:Actor ; cg:country {COUNTRY} ; skos:prefLabel "G"@en ; rdfs:label "G"@en .'),
    fault("Region-country", f"{REGION} cg:country {COUNTRY} ."),
    fault("Region-country-kind", f"{REGION} cg:country {COUNTRY} .", f"{REGION} cg:country {CITY} ."),
    fault("CountryShape", "", 'id:country\\/xab a cg:Country, cg:Actor ; skos:notation "XB" ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    fault("Country-code", f'{COUNTRY} skos:notation "XA" .'),
    fault("Country-code-form", f'{COUNTRY} skos:notation "XA" .', f'{COUNTRY} skos:notation "xa" .'),
    fault("OrganisationShape", "", 'id:organisation\\/A_B a cg:Organisation, cg:Actor ; org:classification orgtype:agency ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    fault("Organisation-type", f"{ORG} org:classification orgtype:agency ."),
    fault("Organisation-type-kind", "", f"{ORG} org:classification role:member ."),
    fault("Organisation-type-kind", "", f"{ORG} org:classification orgtype:unheard-of ."),
    fault("Organisation-country", "", f'{ORG} cg:country id:country\\/xb . id:country\\/xb a cg:Country, cg:Actor ; skos:notation "XB" ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    fault("Organisation-country-kind", f"{ORG} cg:country {COUNTRY} .", f"{ORG} cg:country {CITY} ."),
    fault("Organisation-acts-for", "", f"{ORG} cg:actsFor {ADA} ."),
    fault("Organisation-parent", "", f"{ORG} org:subOrganizationOf {CITY} ."),
    fault("Organisation-parent-not-itself", "", f"{WORKS} org:subOrganizationOf {ORG} ."),
    fault("PersonShape", "", f'id:person\\/Ada a cg:Person, cg:Actor ; skos:prefLabel "B"@en ; rdfs:label "B"@en . {TALK} cg:onBehalfOf {BETA} .', "PersonRoleShape"),
    fault("Person-birth-date", "", f'{ADA} schema:birthDate "1980-01-01"^^xsd:date .'),
    fault("Person-birthday", "", f'{ADA} foaf:birthday "01-01" .'),
    fault("PersonRoleShape", "", 'id:person\\/ben a cg:Person, cg:Actor ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    # Initiatives.
    fault("InitiativeShape", "", 'id:initiative\\/A--b a cg:Initiative ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    fault("Initiative-kind", "", f"{BARE} a cg:Venue ; cg:inCity {CITY} .", "VenueShape"),
    fault("Initiative-part-of", "", f"{BARE} cg:partOf {EVENT} ."),
    fault("Initiative-part-of-circle", "", f"{BARE} cg:partOf {BARE} ."),
    fault("Initiative-part-of-circle", "", rf"id:initiative\/agenda cg:partOf {PARTNERSHIP} ."),
    fault("Initiative-follows", "", f"{BARE} cg:follows {EVENT} ."),
    fault("Initiative-follows-circle", "", f"{NETWORK} cg:follows {PARTNERSHIP} ."),
    fault("Initiative-merged-into", "", f"{BARE} cg:mergedInto {CITY} ."),
    fault("Initiative-supports", "", f"{BARE} cg:supports {CITY} ."),
    fault("Initiative-topic", "", f"{BARE} cg:topic role:member ."),
    fault("initiative-derived", r"id:initiative\/fund a cg:Initiative ."),
    fault("Project-start", f'{PROJECT} schema:startDate "2017"^^xsd:gYear .'),
    fault("Declaration-start", r'id:initiative\/declaration schema:startDate "2019-12-09"^^xsd:date .'),
    fault("WorkingGroup-part-of", rf"id:initiative\/working-group cg:partOf {NETWORK} ."),
    # Events.
    fault("EventShape", "", f'id:event\\/Party a cg:Event ; cg:partOf {BARE} ; schema:startDate "2020"^^xsd:gYear ; cg:earliestStart "2020-01-01"^^xsd:date ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    fault("Event-kind", "", f"{EVENT} a cg:Claim ; cg:status status:stated ; prov:wasDerivedFrom src:paper ."),
    fault("Event-part-of", "", f"{EVENT} cg:partOf {CITY} ."),
    fault("Event-part-of-circle", "", rf"{SUMMIT} cg:partOf id:event\/panel ."),
    fault("Event-follows", "", f"{EVENT} cg:follows {BARE} ."),
    fault("Event-follows-circle", "", f"{EVENT} cg:follows {SUMMIT} . {SUMMIT} cg:follows {EVENT} ."),
    fault("Event-location", "", f"{EVENT} cg:location {ADA} ."),
    fault("Event-format", "", f"{EVENT} cg:eventFormat topic:mobility ."),
    fault("Event-language", "", f'{EVENT} dct:language "en" .'),
    fault("Event-audience", "", f"{EVENT} cg:audience topic:mobility ."),
    fault("Event-topic", "", f"{EVENT} cg:topic topic:unheard-of ."),
    fault("EventDateShape", f'{SUMMIT} schema:startDate "2020"^^xsd:gYear .'),
    fault("EventPlaceShape", f"{SUMMIT} cg:location {COUNTRY} ."),
    fault("event-derived", r"id:event\/training a cg:Event ."),
    fault("Panel-part-of", rf"id:event\/panel cg:partOf {SUMMIT} .", "", "EventPlaceShape"),
    fault("Session-part-of", r"id:event\/session cg:partOf id:event\/lab .", "", "EventPlaceShape"),
    fault("Webinar-format", r"id:event\/webinar cg:eventFormat format:online .", rf"id:event\/webinar cg:eventFormat format:onsite ; cg:location {CITY} ."),
    # Venues.
    fault("VenueShape", "", f'id:venue\\/Hall a cg:Venue ; cg:inCity {CITY} ; skos:prefLabel "B"@en ; rdfs:label "B"@en .'),
    fault("Venue-city", f"{VENUE} cg:inCity {CITY} ."),
    fault("Venue-city-kind", f"{VENUE} cg:inCity {CITY} .", f"{VENUE} cg:inCity {COUNTRY} ."),
    # Claims.
    fault("Claim-status", f"{PART} cg:status status:stated ."),
    fault("Claim-status-agreed", "", f"{PART} cg:status status:disputed ."),
    fault("Claim-status-kind", f"{PART} cg:status status:stated .", f"{PART} cg:status status:rumoured ."),
    fault("Claim-source", f"{PART} prov:wasDerivedFrom src:paper ."),
    fault("Claim-source-kind", "", f"{PART} prov:wasDerivedFrom src:lost ."),
    fault("ParticipationShape", "", f"id:participation\\/A a cg:Participation, cg:Claim ; cg:participant {CITY} ; cg:initiative {BARE} ; cg:role role:member ; cg:status status:stated ; prov:wasDerivedFrom src:paper ."),
    fault("Participation-participant", f"{PART} cg:participant {CITY} ."),
    fault("Participation-participant", "", f"{PART} cg:participant {BETA} ."),
    fault("Participation-participant-kind", f"{PART} cg:participant {CITY} .", f"{PART} cg:participant {EVENT} ."),
    fault("Participation-participant-other", f"{PART} cg:participant {CITY} .", f"{PART} cg:participant {BARE} ."),
    fault("Participation-initiative", f"{PART} cg:initiative {BARE} ."),
    fault("Participation-initiative-kind", f"{PART} cg:initiative {BARE} .", f"{PART} cg:initiative {EVENT} ."),
    fault("Participation-role", f"{PART} cg:role role:member ."),
    fault("Participation-role-kind", f"{PART} cg:role role:member .", f"{PART} cg:role role:membr ."),
    fault("Participation-role-fits", f"{PART} cg:role role:member .", f"{PART} cg:role role:keynote-speaker ."),
    fault("Participation-role-fits", f"{PART} cg:role role:member .", f"{PART} cg:role role:event-role ."),
    fault("EventParticipationShape", "", f"id:event-participation\\/A a cg:EventParticipation, cg:Claim ; cg:participant {CITY} ; cg:event {EVENT} ; cg:role role:speaker ; cg:status status:stated ; prov:wasDerivedFrom src:paper ."),
    fault("EventParticipation-participant", "", f"{TALK} cg:participant {BETA} ."),
    fault("EventParticipation-participant-kind", f"{TALK} cg:participant {ADA} .", f"{TALK} cg:participant {VENUE} ."),
    fault("EventParticipation-event", f"{TALK} cg:event {EVENT} ."),
    fault("EventParticipation-event-kind", f"{TALK} cg:event {EVENT} .", f"{TALK} cg:event {BARE} ."),
    fault("EventParticipation-role", f"{TALK} cg:role role:keynote-speaker ."),
    fault("EventParticipation-role-kind", f"{TALK} cg:role role:keynote-speaker .", f"{TALK} cg:role topic:mobility .", "EventParticipation-role-fits"),
    fault("EventParticipation-role-fits", f"{TALK} cg:role role:keynote-speaker .", f"{TALK} cg:role role:member ."),
    fault("EventParticipation-role-fits", f"{TALK} cg:role role:keynote-speaker .", f"{TALK} cg:role role:event-role ."),
    fault("EventParticipation-on-behalf-of", "", f"{TALK} cg:onBehalfOf {BARE} ."),
    fault("EventParticipation-on-behalf-of-other", "", f"{TALK} cg:onBehalfOf {ADA} ."),
    fault("PositionShape", "", f'id:position\\/A a cg:Position, cg:Claim ; cg:holder {ADA} ; cg:at {CITY} ; cg:positionTitle "x"@en ; cg:asOf "2020"^^xsd:gYear ; cg:status status:stated ; prov:wasDerivedFrom src:paper .'),
    fault("Position-holder", f"{POST} cg:holder {ADA} ."),
    fault("Position-holder-kind", f"{POST} cg:holder {ADA} .", f"{POST} cg:holder {ORG} ."),
    fault("Position-at", f"{POST} cg:at {CITY} ."),
    fault("Position-at-kind", f"{POST} cg:at {CITY} .", f"{POST} cg:at {VENUE} ."),
    fault("Position-title", f'{POST} cg:positionTitle "Mayor"@en .'),
    fault("Position-as-of-form", "", f'{POST} cg:asOf "2021-12-02T10:00:00Z"^^xsd:dateTime .'),
    fault("PositionDateShape", f'{POST} cg:asOf "2021-12-02"^^xsd:date .'),
    fault("AwardShape", "", f'id:award\\/A a cg:Award, cg:Claim ; cg:recipient {CITY} ; cg:prize {MISSION} ; cg:year "2020"^^xsd:gYear ; cg:status status:stated ; prov:wasDerivedFrom src:paper .'),
    fault("Award-recipient", f"{AWARD} cg:recipient {CITY} ."),
    fault("Award-recipient-kind", f"{AWARD} cg:recipient {CITY} .", f"{AWARD} cg:recipient {EVENT} ."),
    fault("Award-prize", f"{AWARD} cg:prize {MISSION} ."),
    fault("Award-prize-kind", f"{AWARD} cg:prize {MISSION} .", f"{AWARD} cg:prize {CITY} ."),
    fault("Award-year", f'{AWARD} cg:year "2020"^^xsd:gYear .'),
    fault("Award-year-form", f'{AWARD} cg:year "2020"^^xsd:gYear .', f"{AWARD} cg:year 2020 ."),
    fault("Award-placing", "", f"{AWARD} cg:placing role:member ."),
    fault("FigureShape", "", f"id:figure\\/A a cg:Figure, cg:Claim ; cg:about {CITY} ; cg:measure measure:cities ; cg:value 1 ; cg:status status:stated ; prov:wasDerivedFrom src:paper ."),
    fault("Figure-about", f"{FIGURE} cg:about {BARE} ."),
    fault("Figure-about-kind", f"{FIGURE} cg:about {BARE} .", rf"{FIGURE} cg:about id:initiative\/unheard-of ."),
    fault("Figure-measure", f"{FIGURE} cg:measure measure:cities ."),
    fault("Figure-measure-kind", f"{FIGURE} cg:measure measure:cities .", f"{FIGURE} cg:measure measure:unheard-of ."),
    fault("Figure-value", f"{FIGURE} cg:value 136 ."),
    fault("Figure-value-agreed", "", f"{FIGURE} cg:value 137 ."),
    fault("Figure-value-form", f"{FIGURE} cg:value 136 .", f'{FIGURE} cg:value "136" .'),
    fault("Figure-value-form", f"{FIGURE} cg:value 136 .", f'{FIGURE} cg:value "many"^^xsd:integer .'),
    fault("Figure-comparison", "", f'{FIGURE} cg:comparison "roughly" .'),
    fault("Figure-unit", "", f'{FIGURE} cg:unit "towns" .'),
    fault("Figure-as-of-form", "", f'{FIGURE} cg:asOf "2021" .'),
    fault("Target-figure", f"{TARGET} a cg:Figure ."),
    fault("Target-due", f'{TARGET} cg:dueDate "2030"^^xsd:gYear .'),
    fault("Target-due-form", "", f'{TARGET} cg:dueDate "2030" .'),
    fault("MilestoneShape", "", f'id:milestone\\/A a cg:Milestone, cg:Claim ; cg:about {CITY} ; dct:title "x"@en ; schema:startDate "2020"^^xsd:gYear ; cg:earliestStart "2020-01-01"^^xsd:date ; cg:status status:stated ; prov:wasDerivedFrom src:paper .'),
    fault("Milestone-about", f"{STONE} cg:about {BARE} ."),
    fault("Milestone-about-kind", "", f'{STONE} cg:about "the launch" .', "Milestone-about"),
    fault("Milestone-title", f'{STONE} dct:title "Launch"@en .'),
    fault("MilestoneDateShape", f'{STONE} schema:startDate "2020-02"^^xsd:gYearMonth .'),
    # Sources and evidence.
    fault("SourceShape", "", 'src:A a cg:Source ; dct:title "x"@en ; dct:publisher <https://w3id.org/citygraph/publisher/alpha-press> ; foaf:page <https://a.example/> .'),
    fault("Source-title", f'{SOURCE} dct:title "A paper"@en .'),
    fault("Source-language", "", f"{SOURCE} dct:language <http://publications.europa.eu/resource/authority/language/en> ."),
    fault("Source-publisher", f"{SOURCE} dct:publisher <https://w3id.org/citygraph/publisher/alpha-press> ."),
    fault("Source-publisher-name", '<https://w3id.org/citygraph/publisher/alpha-press> foaf:name "Alpha Press" .'),
    fault("Source-address", "", f'{SOURCE} foaf:page "press.example" .'),
    fault("Source-licence", "", f'{SOURCE} dct:license "CC BY" .'),
    fault("Source-issued", "", f'{SOURCE} dct:issued "12/2021" .'),
    fault("Source-published-before", "", f'{SOURCE} cg:publishedBefore "2022-01-31"^^xsd:date .'),
    fault("Source-retrieved", "", f'{SOURCE} cg:retrieved "2026-11"^^xsd:gYearMonth .'),
    fault("Source-checksum", "", f'{SOURCE} cg:sha256 "{"f" * 64}" .'),
    fault("Source-checksum-form", f"{SOURCE} cg:sha256 {DIGEST} .", f'{SOURCE} cg:sha256 "abc" .'),
    fault("SourceIdentityShape", f"{SOURCE} cg:sha256 {DIGEST} ; foaf:page <https://press.example/paper> ."),
    fault("EvidenceShape", "", f"<https://a.example/note> a oa:Annotation ; oa:hasBody {PART} ; oa:hasTarget {PASSAGE} ."),
    fault("Evidence-body", f"{NOTE} oa:hasBody {PART} ."),
    fault("Evidence-target", f"{NOTE} oa:hasTarget {PASSAGE} ."),
    fault("Evidence-target-kind", "", f"{NOTE} oa:hasTarget {SPAN} ."),
    fault("PassageShape", "", f"id:passage\\/paper a oa:SpecificResource ; oa:hasSource {SOURCE} ; oa:hasSelector {SPAN} ."),
    fault("Passage-source", f"{PASSAGE} oa:hasSource {SOURCE} .", f"{PASSAGE} oa:hasSource src:lost ."),
    fault("Passage-selector", f"{PASSAGE} oa:hasSelector {SPAN} ."),
    fault("SelectorShape", "", "id:selector\\/10 a oa:TextPositionSelector ; oa:start 10 ; oa:end 20 ."),
    fault("Selector-start", f'{SPAN} oa:start "10"^^xsd:nonNegativeInteger .', f"{SPAN} oa:start -1 ."),
    fault("Selector-end", f'{SPAN} oa:end "20"^^xsd:nonNegativeInteger .'),
    fault("Selector-order", f'{SPAN} oa:end "20"^^xsd:nonNegativeInteger .', f'{SPAN} oa:end "10"^^xsd:nonNegativeInteger .'),
    fault("ConceptShape", "", '[] a skos:Concept ; skos:prefLabel "x"@en ; skos:inScheme <https://w3id.org/citygraph/topic> .'),
    fault("Concept-name", 'topic:mobility skos:prefLabel "mobility"@en .'),
    fault("Concept-name-once", "", 'topic:mobility skos:prefLabel "moving"@en .'),
    fault("Concept-scheme", "role:membership skos:inScheme <https://w3id.org/citygraph/role> ."),
    # Dates.
    fault("start-form", "", f'{PROJECT} schema:startDate "2017-13-40"^^xsd:date .'),
    fault("start-form", "", f'{PROJECT} schema:startDate "2017-13"^^xsd:gYearMonth .'),
    fault("start-form", "", f'{PROJECT} schema:startDate "2017" .'),
    fault("start-form", "", f'{EVENT} schema:startDate "2021-12-02T15:30:00"^^xsd:dateTime .'),
    fault("start-derived", f'{SUMMIT} cg:earliestStart "2020-01-01"^^xsd:date .'),
    fault("start-derived", "", f'{SUMMIT} cg:earliestStart "2020-01-02"^^xsd:date .'),
    fault("end-form", "", f'{PROJECT} schema:endDate "June 2019" .'),
    fault("end-derived", f'{PROJECT} cg:latestEnd "2019-06-30"^^xsd:date .'),
    fault("period-order", f'{PROJECT} cg:latestEnd "2019-06-30"^^xsd:date .', f'{PROJECT} cg:latestEnd "2016-12-31"^^xsd:date .'),
    fault("period-start-form", f'{SUMMIT} cg:earliestStart "2020-01-01"^^xsd:date .', f'{SUMMIT} cg:earliestStart "2020"^^xsd:gYear .'),
    fault("period-end-form", r'id:event\/lab cg:earliestStart "2020-01-01"^^xsd:date .', r'id:event\/lab cg:latestEnd "2020"^^xsd:gYear .', "start-derived"),
    fault("period-end-once", "", f'{PROJECT} cg:latestEnd "2019-07-31"^^xsd:date .'),
    fault("ClockTimeShape", f'{EVENT} cg:timeZone "Europe/Helsinki" .'),
    fault("time-zone-form", f'{EVENT} cg:timeZone "Europe/Helsinki" .', f'{EVENT} cg:timeZone "EET +2" .'),
    # Places and numbers.
    fault("point-latitude", f"{CITY} geo:lat 42.7 ."),
    fault("point-longitude", f"{CITY} geo:long 23.3 ."),
    fault("point-latitude-range", f"{CITY} geo:lat 42.7 .", f"{CITY} geo:lat 142.7 ."),
    fault("point-longitude-range", f"{CITY} geo:long 23.3 .", f"{CITY} geo:long -181.5 ."),
    fault("point-longitude-range", f"{CITY} geo:long 23.3 .", f'{CITY} geo:long "east" .'),
    fault("geometry-form", "", f'{CITY} gsp:asWKT "23.3 42.7" .'),
    fault("population-form", f"{CITY} cg:population 1200000 .", f"{CITY} cg:population -1 ."),
    fault("population-form", f"{CITY} cg:population 1200000 .", f'{CITY} cg:population "1.2 million" .'),
    fault("geonames-form", f'{CITY} cg:geonamesId "1" .', f'{CITY} cg:geonamesId "Q472" .'),
    fault("nuts3-form", f'{CITY} cg:geonamesId "1" .', f"{CITY} cg:nuts3 <http://data.europa.eu/nuts/code/XA1> ."),
    # Measures of networks.
    fault("NetworkAnalysisShape", "", f'id:analysis a cg:NetworkAnalysis ; cg:analysisOf "cities" ; cg:analysisMethod "By hand." ; cg:releaseSha256 {DIGEST} .'),
    fault("NetworkAnalysis-kind", f'{ANALYSIS} cg:analysisOf "cities" .'),
    fault("NetworkAnalysis-method", f'{ANALYSIS} cg:analysisMethod "Counted by hand." .'),
    fault("NetworkAnalysis-release", f"{ANALYSIS} cg:releaseSha256 {DIGEST} ."),
    fault("NetworkAnalysis-release", f"{ANALYSIS} cg:releaseSha256 {DIGEST} .", f'{ANALYSIS} cg:releaseSha256 "latest" .'),
    fault("NetworkCommunityShape", "", f"id:group a cg:NetworkCommunity ; cg:inAnalysis {ANALYSIS} ; cg:communityMember {CITY} ."),
    fault("NetworkCommunity-member", f"{GROUP} cg:communityMember {CITY} , {BARE} ."),
    fault("NetworkCommunity-analysis", f"{GROUP} cg:inAnalysis {ANALYSIS} ."),
    fault("NetworkMeasurementShape", "", f"id:number a cg:NetworkMeasurement ; cg:inAnalysis {ANALYSIS} ; cg:measuredThing {CITY} ; cg:networkMeasure netmeasure:degree ; cg:networkValue 1.0 ."),
    fault("NetworkMeasurement-thing", f"{MEASURED} cg:measuredThing {CITY} ."),
    fault("NetworkMeasurement-measure", f"{MEASURED} cg:networkMeasure netmeasure:degree .", f"{MEASURED} cg:networkMeasure measure:cities ."),
    fault("NetworkMeasurement-value", f"{MEASURED} cg:networkValue 1.0 .", f"{MEASURED} cg:networkValue 1 ."),
    fault("NetworkMeasurement-rank", f"{MEASURED} cg:networkRank 1 .", f"{MEASURED} cg:networkRank 0 ."),
    fault("NetworkMeasurement-analysis", f"{MEASURED} cg:inAnalysis {ANALYSIS} .", f"{MEASURED} cg:inAnalysis {GROUP} ."),
    *_contacts(),
    *_texts(),
)
# fmt: on
