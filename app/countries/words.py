"""Other words for countries, as address files have them: own names, old names, car letters, ISO alpha-3."""

# One country per paragraph; the words are parted by "|".
_WORDS = """
AE UAE | Vereinigte Arabische Emirate | Emirates
AL Shqipëria
AT A | Oesterreich | Republik Österreich | Republic of Austria
BA Bosnia | Bosnien | Bosnien-Herzegowina | Bośnia | BiH | Bosna i Hercegovina
BE B | België | Belgique
BG България | Bulgaria
BY Belarus | Weißrussland | Weissrussland | White Russia | Беларусь
CH Suisse | Svizzera | Svizra | Schweizerische Eidgenossenschaft | Swiss Confederation | Helvetia
CN VR China | PR China | People's Republic of China | ChRL | 中国
CY Κύπρος
CZ Česko | Česká republika | Tschechische Republik | Tschechei | Czech Republic | Republika Czeska
DE D | BRD | Bundesrepublik Deutschland | Federal Republic of Germany | RFN | FRG |
   Republika Federalna Niemiec
DK Danmark
EE Eesti
ES E | España | Espana
FI FIN | Suomi
FR F | République française
GB UK | U.K. | Great Britain | Britain | England | Scotland | Wales | Northern Ireland | XI |
   Großbritannien | Großbritannien und Nordirland | Schottland | Nordirland | Anglia | Szkocja | Walia |
   Irlandia Północna | Zjednoczone Królestwo | Wlk. Brytania | W. Brytania |
   United Kingdom of Great Britain and Northern Ireland
GR EL | Hellas | Ελλάδα | Ellada | Hellenic Republic
HR Hrvatska
HU H | Magyarország
IE Éire | Republic of Ireland | Republik Irland | Republika Irlandii
IS Ísland
IT I | Italia
KR South Korea | Südkorea | Korea Południowa | Republic of Korea
LI FL | Fürstentum Liechtenstein
LT Lietuva
LU L | Lëtzebuerg | Luxembourg | Großherzogtum Luxemburg
LV Latvija
MD Moldova | Moldau | Republic of Moldova | Republik Moldau | Republika Mołdawii
ME Crna Gora
MK Macedonia | Mazedonien | FYROM
NL Nederland | Holland | The Netherlands | Holandia | Niederlande | Niderlandy
NO N | Norge | Noreg
PL Rzeczpospolita Polska | Republik Polen | Republic of Poland | RP
PT P
RO România
RS Srbija | Србија
RU Russian Federation | Russische Föderation | Federacja Rosyjska | Россия
SE S | Sverige
SI SLO | Slovenija
SK Slovensko | Slovak Republic | Slowakische Republik | Republika Słowacka | Slovenská republika
TR Turkey | Türkei | Turkiye
UA Україна | Ukraina
US United States of America | Vereinigte Staaten von Amerika | Stany Zjednoczone Ameryki | America |
   Amerika | Ameryka
VA Vatican | Vatikan | Watykan
XK Kosova
"""
_ALPHA_3 = """
AL ALB, AT AUT, BE BEL, BG BGR, BA BIH, BY BLR, CH CHE, CY CYP, CZ CZE, DE DEU, DK DNK, ES ESP, EE EST,
FI FIN, FR FRA, GB GBR, GR GRC, HR HRV, HU HUN, IE IRL, IS ISL, IT ITA, LI LIE, LT LTU, LU LUX, LV LVA,
MD MDA, MK MKD, MT MLT, ME MNE, NL NLD, NO NOR, PL POL, PT PRT, RO ROU, RS SRB, SK SVK, SI SVN, SE SWE,
TR TUR, UA UKR, US USA, CA CAN, AU AUS, NZ NZL, JP JPN, CN CHN, IN IND, BR BRA, IL ISR, ZA ZAF
"""


def _paragraphs(table: str) -> list[str]:
    return table.strip().replace("\n   ", " ").splitlines()


OTHER_WORDS = {
    paragraph[:2]: [word.strip() for word in paragraph[3:].split("|")] for paragraph in _paragraphs(_WORDS)
}
ALPHA_3: dict[str, str] = dict(pair.split() for pair in " ".join(_ALPHA_3.split()).strip(", ").split(","))
