"""Lines of business: what staff call them, the tag they give, what firms have in their names."""

from dataclasses import dataclass
from functools import cache

# industry (German | Polish) | tag (German | Polish) | words in names: German | Polish | elsewhere
_TABLE = """
Maschinenbau|Budowa maszyn|industrie|przemysł|Maschinenbau,Werkzeugbau,Fördertechnik,Präzisionsteile,Antriebstechnik|Fabryka Maszyn,Zakład Narzędziowy,Odlewnia|Precision,Machines,Technik
Logistik|Logistyka|logistik|logistyka|Logistik,Spedition,Transporte,Kurierdienst,Lagerlogistik|Spedycja,Transport,Logistyka|Logistics,Transport,Cargo
Pharma|Farmacja|pharma|farmacja|Pharma,Arzneimittel,Laborbedarf|Farmacja,Hurtownia Farmaceutyczna|Pharma,Bio
Druck und Medien|Druk i media|agentur|agencja|Druck & Medien,Verlag,Werbetechnik,Mediengestaltung|Drukarnia,Wydawnictwo,Agencja Reklamowa|Media,Print,Design
Versicherungen|Ubezpieczenia|finanzen|finanse|Versicherungsmakler,Finanzberatung,Vermögensverwaltung|Ubezpieczenia,Doradztwo Finansowe|Finance,Insurance
IT-Dienstleistungen|Usługi IT|it|it|Digital,Software,Systemhaus,IT-Service,Datentechnik|Systemy Informatyczne,Software,Studio Cyfrowe|Digital,Software,Systems
E-Commerce|E-commerce|ecommerce|ecommerce|Onlinehandel,Versandhaus,Kaffeerösterei,Feinkost,Naturwaren|Sklep Internetowy,Palarnia Kawy,Delikatesy|Online,Shop,Trading
Bau|Budownictwo|bau|budowa|Straßenbau,Hochbau,Holzbau,Tiefbau,Bedachungen,Gerüstbau|Zakład Budowlany,Usługi Dekarskie,Budownictwo|Construct,Bau,Build
Haustechnik|Instalacje|shk|instalacje|Haustechnik,Elektro,Sanitär,Klimatechnik,Heizungsbau|Instalacje Sanitarne,Elektroinstalacje,Klimatyzacja|Clima,Electric
Immobilien|Nieruchomości|immobilien|nieruchomości|Immobilien,Hausverwaltung,Wohnbau|Nieruchomości,Zarządzanie Nieruchomościami|Estate,Immo
Gastronomie und Hotels|Gastronomia i hotele|tourismus|turystyka|Hotelbetriebs,Gasthof,Catering,Reisebüro,Konditorei|Hotel,Restauracja,Biuro Podróży,Cukiernia|Hotel,Travel
Gesundheit|Zdrowie|medizin|medycyna|Orthopädietechnik,Medizintechnik,Apotheke,Praxisbedarf,Pflegedienst|Gabinet Stomatologiczny,Apteka,Ortopedia|Medical,Care
Energie|Energetyka|energie|energia|Energieberatung,Solartechnik,Windkraft,Energietechnik|Energia Odnawialna,Fotowoltaika,Energetyka|Energy,Solar
Steuerberatung|Doradztwo podatkowe|finanzen|finanse|Steuerberatung,Wirtschaftsprüfung,Buchhaltung|Biuro Rachunkowe,Doradztwo Podatkowe|Tax,Consult
Landwirtschaft und Wein|Rolnictwo|landwirtschaft|rolnictwo|Weingut,Obsthof,Gartenbau,Saatgut,Landtechnik|Gospodarstwo Ogrodnicze,Szkółka Roślin,Sady|Agro,Garden
Handel|Handel|handel|handel|Großhandel,Baustoffhandel,Eisenwaren,Bürobedarf,Möbelhaus|Hurtownia,Skład Budowlany,Salon Meblowy|Trade,Import
Produktion|Produkcja|industrie|produkcja|Kunststofftechnik,Metallbau,Verpackungen,Textilwerke,Glastechnik,Keramik|Fabryka Okien,Zakład Ślusarski,Tworzywa Sztuczne,Zakłady Ceramiczne|Plast,Metal,Pack
Marketing|Marketing|marketing|marketing|Marketing,Kommunikation,Markenagentur,Eventagentur|Studio Marki,Marketing,Agencja Eventowa|Marketing,Brand
Beratung|Doradztwo|beratung|doradztwo|Unternehmensberatung,Ingenieurbüro,Planungsbüro,Personalberatung|Biuro Projektowe,Doradztwo,Biuro Inżynierskie|Consulting,Partners
Bildung|Edukacja|bildung|edukacja|Akademie,Sprachschule,Fahrschule,Seminarzentrum|Szkoła Językowa,Akademia,Ośrodek Szkoleniowy|Academy,Training
"""  # noqa: E501 - one line of business per line
EXTRA_TAGS = ("wordpress", "newsletter", "abo", "messe-2025", "empfehlung", "shopware", "wartung")
EXTRA_TAGS_PL = ("wordpress", "newsletter", "abonament", "targi-2025", "polecenie", "prestashop", "serwis")

# words that stand where a founder's name could
FANTASY = """Nordlicht Sonnenhang Lindenhof Adlerhorst Silberbach Eichwald Morgenrot Blaustein Weitblick
Kastanienhof Steinfels Wiesengrund Rosenhain Hochland Nebelhorn Birkenau Goldregen Falkenstein
Seeblick Ankerplatz Windrose Alpenblick Tannengrün Quellhof Brückenkopf Sternwarte Holunder
Mühlengrund Kupferkanne""".split()
FANTASY_PL = """Jantar Bursztyn Zefir Polana Kalina Sokół Wisełka Jutrzenka Modrzew Orzeł Dolina Promień
Atol Zorza Bocian Perła Halny Kotwica Szafir Jawor Krokus Meteor Zodiak Granit Wrzos Żubr Kasztan""".split()
FANTASY_ELSEWHERE = (
    "Nova Vento Terra Lumen Vita Astra Ponto Rivo Faro Delta Orion Alba Corvo Tempo Lago".split()
)


@dataclass(frozen=True, slots=True)
class Trade:
    german: str
    polish: str
    tag_german: str
    tag_polish: str
    words_german: tuple[str, ...]
    words_polish: tuple[str, ...]
    words_elsewhere: tuple[str, ...]


@cache
def trades() -> tuple[Trade, ...]:
    rows = (line.split("|") for line in _TABLE.strip().splitlines())
    return tuple(Trade(row[0], row[1], row[2], row[3], *map(_words, row[4:])) for row in rows)


def _words(written: str) -> tuple[str, ...]:
    return tuple(written.split(","))
