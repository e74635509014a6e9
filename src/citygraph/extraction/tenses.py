"""Whether the words around a date speak of what was or of what is to come."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

__all__ = ["lean"]

_SPAN: Final = 110

# language: words of the future / words of the past
_WORDS: Final = {
    "en": r"will|shall|upcoming|coming|next|to be held / was|were|took|met|last|held|joined|hosted|gathered|sent|visited|had|past",
    "bg": r"ще|предстои|предстоящ\w*|следващ\w* / беше|бяха|бе|проведе|събра|мина(?:л|ла|лата|лия|лото)|\w{3,}(?:аха|иха|яха|оха)",
    "mk": r"ќе|наредн\w*|следн\w*|претсто\w* / беше|беа|минат\w*|\w{3,}(?:ваа|јаа)|се одржа",
    "sr": r"će|biće|održaće|naredn\w*|sledeć\w*|ће|биће|одржаће|наредн\w*|следећ\w* / prošl\w*|održan\w*|održa(?:o|la|lo)|bi(?:o|la|li|lo)|прошл\w*|одржан\w*|одржа(?:о|ла|ло)|би(?:о|ла|ли|ло)",
    "hr": r"će|bit će|održat će|idu[ćc]\w*|sljedeć\w*|naredn\w* / prošl\w*|održan\w*|održa(?:o|la|lo)|bi(?:o|la|li|lo)",
    "cs": r"bude|budou|budeme|příští\w*|uskuteční|proběhne|chystá\w* / byl[aoi]?|minul\w*|\w{3,}(?:al|ala|ali|alo|il|ila|ili|ilo)",
    "sk": r"bude|budú|budeme|uskutoční|budúc\w*|pripravuje\w* / bol[aoi]?|minul\w*|\w{3,}(?:al|ala|ali|alo|il|ila|ili|ilo)",
    "sl": r"bo|bodo|bomo|naslednj\w*|prihodnj\w* / bil[aoi]?|prejšnj\w*|minul\w*|\w{4,}(?:al|ala|ali|alo|il|ila|ili|ilo)",
    "pl": r"będzie|będą|będziemy|odbędzie|odbędą|przyszł\w*|najbliższ\w* / był[aoy]?|byli|zeszł\w*|minion\w*|\w{3,}(?:ał|ała|ało|ały|ali|ił|iła|iło|iły|ili)",
    "uk": r"буде|будуть|відбудеться|відбудуться|наступн\w*|майбутн\w* / був|була|були|було|минул\w*|\w{3,}(?:лася|лося|лися|вся)",
    "lt": r"vyks|bus|įvyks|rengs|ateinan\w*|būsim\w* / vyko|buvo|įvyko|praėjus\w*|\w{4,}(?:ėjo|avo|ojo)",
    "lv": r"notiks|būs|tiks|nākam\w*|gaidām\w* / notika|bija|tika|pagājuš\w*|norisinājās",
    "et": r"järgmis\w*|tuleva\w*|eeloleva\w* / toimus|toimusid|oli|olid|möödunud|eelmis\w*|\w{4,}(?:sid|sime)",
    "fi": r"ensi|tulevana|tulee|järjestetään|pidetään / oli|olivat|viime|pidettiin|kokoontui\w*|\w{4,}(?:ttiin|ivat)",
    "hu": r"lesz|lesznek|fog|fogja|következő|jövő|rendezik / volt|voltak|múlt|\w{4,}(?:ttak|ttek|tták|tték)",
    "el": r"θα|επόμεν\w*|προσεχ\w* / ήταν|έγινε|έγιναν|περασμέν\w*|προηγούμεν\w*|\w{4,}(?:θηκε|θηκαν)",
    "tr": r"\w+(?:acak|ecek|acağ|eceğ)\w*|gelecek|önümüzdeki / geçen|geçtiğimiz|\w{3,}(?:ıldı|ildi|uldu|üldü|endi|andı|ştı|şti|ştu|ştü|dılar|diler)",
    "eu": r"datorren|\w+(?:ko|go) (?:da|dute|du|dira|dugu) / zen|zuen|ziren|zuten|genuen|ginen|iragan\w*|joan den",
    "ga": r"beidh|bheidh|seo chugainn|\w{3,}(?:faidh|fidh|far|fear) / bhí|tharla|seo caite|reáchtáladh",
    "mt": r"se|ser|sejr\w*|li ġej|li ġejja|id-dieħl\w* / kien|kienet|kienu|saret|saru|sar|li għadda\w*|iltaqg\w*",
    "sq": r"do të|ardhsh\w* / u mbajt|u zhvillua|ishte|ishin|kaluar|u mblodh\w*|u takua\w*",
    "is": r"verður|verða|munu|mun|næst\w* / var|voru|síðast\w*|fór|fóru|hittust|hittist",
    "da": r"vil|skal|bliver|kommende|næste / var|blev|mødtes|sidste|forrige|deltog|afholdt\w*|\w{3,}edes?",
    "no": r"vil|skal|blir|kommende|neste / var|ble|møttes|siste|forrige|deltok|sist",
    "sv": r"ska|skall|kommer att|kommande|nästa / var|hölls|träffades|förra|senaste|deltog|\w{3,}(?:ade|ades)",
    "de": r"wird|werden|kommenden?|nächsten? / war|waren|wurden?|fand|fanden|trafen|vergangenen|letzten|kamen|nahm|nahmen|hatten?",
    "nl": r"zal|zullen|komende|volgende|gaat|gaan / was|waren|werd|werden|vond|vonden|kwamen|vorige|afgelopen|namen|nam",
    "fr": r"\w{2,}(?:ra|ront|rons)|prochain\w* / derniers?|dernière|s['’]est|se sont|a été|ont été|était|étaient|eu lieu|(?:a|ont|avons) \w+(?:é|i|u)s?",
    "es": r"\w{2,}(?:rá|rán|remos)|próxim\w* / \w{3,}(?:ó|aron|ieron)|pasad[oa]|fue|fueron|tuvo|tuvieron|hubo",
    "gl": r"\w{2,}(?:rá|rán|remos)|próxim\w* / \w{3,}(?:ou|aron|eron|iron)|pasad[oa]|foi|foron|tivo",
    "pt": r"\w{2,}(?:rá|rão|remos)|próxim\w*|vai|vão|vamos / \w{3,}(?:ou|aram|eram|iram)|passad[oa]|foi|foram|teve|decorreu|reuniu",
    "ca": r"\w{2,}(?:rà|ran|rem)|vinent|properes|propers?|propera / va|van|vam|passat|passada|darrera?",
    "it": r"\w{2,}(?:rà|ranno|remo)|prossim\w* / scors[oaie]|è stat\w+|sono stat\w+|si è|si sono|passat[oa]|furono|(?:ha|hanno|abbiamo) \w+(?:to|so)",
    "ro": r"va|vor|vom|viito\w*|următo\w* / a fost|au fost|s-au?|a avut|trecut\w*|(?:au|am) \w+t",
}  # fmt: skip
# "planned", "scheduled" in all the languages
_PLANNED: Final = (
    r"planned|scheduled|geplant\w*|vorgesehen|prévue?s?|previst[oae]s?|prevista|prevăzut\w*|programat\w*|gepland\w*|planera\w+|planlagt|planlægges|suunnitel\w+|"
    r"kavandat\w*|plaanis|plānot\w*|paredzēt\w*|numatyt\w*|planuojam\w*|(?:za|na)?p[lł][aá]nov[aá]n\w*|načrtovan\w*|predviden\w*|predviđen\w*|planiran\w*|"
    r"планиран\w*|предвиден\w*|предвиђен\w*|запланован\w*|προγραμματισμέν\w*|προβλέπεται|tervezett|várható\w*|planlan\w*|parashikua\w*|planifik\w*|fyrirhug\w*|aurreikus\w*|beartaithe|ippjanat\w*"
)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    future, past = _WORDS[language].split(" / ")
    return re.compile(rf"(?<!\w)(?:{future}|{_PLANNED})(?!\w)"), re.compile(
        rf"(?<!\w)(?:{past})(?!\w)"
    )


def lean(text: str, start: int, end: int, language: str) -> int:
    """Return 1 where the words around a date look ahead, -1 where they look back, else 0.

    Args:
        text: The text.
        start: Offset of the date.
        end: Offset behind it.
        language: ISO 639-1 code.
    """
    low = max(0, start - _SPAN, text.rfind("\n", 0, start) + 1, text.rfind(". ", 0, start) + 2)
    high = min(len(text), end + _SPAN)
    for stop in ("\n", ". "):
        at = text.find(stop, end + 1, high)
        if at >= 0:
            high = at
    comma = text.find(",", end, high)
    future, past = _patterns(language)
    for close in (comma, high) if comma >= 0 else (high,):
        part = text[low : low + 1].lower() + text[low + 1 : close]
        if future.search(part):
            return 1
        if past.search(part):
            return -1
    return 0
