"""Names of the great programmes of the European Union in the languages of the extraction."""

from __future__ import annotations

from typing import Final

__all__ = ["UNION_NAMES"]

# The end of the IRI: names in use, parted by "|".
UNION_NAMES: Final = {
    "initiative/urban-agenda-for-the-eu": (
        "Градски дневен ред за ЕС|Градски дневен ред на ЕС|Програма за градовете на ЕС|Městská agenda pro EU|Městská agenda EU|EU's dagsorden for byerne|EU's byagenda|EUs byagenda|"
        "Städteagenda für die EU|EU-Städteagenda|Städteagenda der EU|Urbane Agenda für die EU|Αστικό Θεματολόγιο για την ΕΕ|Αστική Ατζέντα για την ΕΕ|Αστική Ατζέντα της ΕΕ|ELi linnade tegevuskava|ELi linnaarengu tegevuskava|"
        "EU:n kaupunkiagenda|EU-kaupunkiagenda|Agenda urbain pour l'UE|Agenda urbain de l'UE|Programme urbain pour l'UE|Plan za gradove EU-a|Urbana agenda za EU|Urbana agenda EU-a|"
        "Városfejlesztési menetrend az EU számára|EU városfejlesztési menetrendje|Agenda urbana per l'UE|Agenda urbana dell'UE|ES miestų darbotvarkė|ES pilsētprogramma|ES Pilsētattīstības programma|"
        "Aġenda Urbana għall-UE|Stedelijke Agenda voor de EU|Stedelijke Agenda van de EU|EU-stedenagenda|Agenda miejska dla UE|Agenda miejska UE|Agenda Urbana para a UE|Agenda Urbana da UE|"
        "Agenda urbană pentru UE|Agenda urbană a UE|Mestská agenda pre EÚ|Mestská agenda EÚ|Agenda EU za mesta|Urbana agenda EU|Agenda Urbana para la UE|Agenda Urbana de la UE|"
        "EU-agendan för städer|EU:s stadsagenda|EU:s agenda för städer|Agenda Urbana per a la UE|Axenda Urbana para a UE|Axenda Urbana da UE|EBko Hiri Agenda|Міський порядок денний для ЄС|Міський порядок денний ЄС|"
        "Урбана агенда за ЕУ|Урбана агенда на ЕУ|Agjenda Urbane për BE-në|Agjenda Urbane e BE-së|AB Kentsel Gündemi|Clár Oibre Uirbeach don AE"
    ),
    "initiative/horizon-europe": (
        "Хоризонт Европа|Horizont Evropa|Horizont Europa|Ορίζων Ευρώπη|Ορίζοντας Ευρώπη|Euroopa horisont|Horisontti Eurooppa|Obzor Europa|Horizont Európa|Orizzonte Europa|Europos horizontas|Apvārsnis Eiropa|"
        "Orizzont Ewropa|Horyzont Europa|Horizonte Europa|Orizont Europa|Obzorje Evropa|Horisont Europa|Horitzó Europa|Europa Horizontea|Горизонт Європа|Хоризонт Европа|Horizonti Evropa|Ufuk Avrupa|Fís Eorpach|Hoirisiúin Eorpach"
    ),
    "initiative/horizon-2020": (
        "Хоризонт 2020|Horizont 2020|Ορίζοντας 2020|Horisont 2020|Horisontti 2020|Obzor 2020|Orizzonte 2020|Horizontas 2020|Apvārsnis 2020|Orizzont 2020|Horyzont 2020|Horizonte 2020|Orizont 2020|Obzorje 2020|"
        "Horitzó 2020|Горизонт 2020|Horizonti 2020|Ufuk 2020"
    ),
}  # fmt: skip
