"""Cities with the postal codes that belong to them and a telephone block for each.

Germany's regulator keeps number blocks free for film and fiction: Berlin 23125, Frankfurt 90009,
Hamburg 66969, Köln 4710 and München 99998, followed by three digits.
Elsewhere the block begins with 555, as in fiction.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from app.demo.chance import any_of

CALLING_CODES = {
    "DE": "49",
    "AT": "43",
    "PL": "48",
    "CH": "41",
    "NL": "31",
    "FR": "33",
    "IT": "39",
    "CZ": "420",
    "SK": "421",
    "HU": "36",
    "BE": "32",
    "DK": "45",
}
NEIGHBOURS = {
    "DE": ("AT", "AT", "PL", "PL", "NL", "FR", "CH", "CZ", "BE", "DK"),
    "AT": ("DE", "DE", "DE", "IT", "CH", "CZ", "SK", "HU"),
    "PL": ("DE", "DE", "DE", "CZ", "SK", "AT", "NL"),
}

# city | first and last postal code, and the step between codes | area code and block
_TABLES = {
    "DE": """
Berlin|10115-13599|30 23125;Hamburg|20095-22769|40 66969;München|80331-81929|89 99998
Köln|50667-51149|221 4710;Frankfurt am Main|60306-60599|69 90009;Stuttgart|70173-70629|711 555
Düsseldorf|40210-40629|211 555;Leipzig|4103-4357|341 555;Dortmund|44135-44388|231 555
Essen|45127-45359|201 555;Bremen|28195-28779|421 555;Dresden|1067-1328|351 555
Hannover|30159-30669|511 555;Nürnberg|90402-90491|911 555;Ulm|89073-89081|731 555
Erfurt|99084-99099|361 555;Freiburg im Breisgau|79098-79117|761 555;Regensburg|93047-93059|941 555
Kiel|24103-24159|431 555;Mainz|55116-55131|6131 555;Karlsruhe|76131-76229|721 555
Mannheim|68159-68309|621 555;Augsburg|86150-86199|821 555;Bonn|53111-53229|228 555
Münster|48143-48167|251 555;Bielefeld|33602-33739|521 555;Wiesbaden|65183-65207|611 555
Aachen|52062-52080|241 555;Braunschweig|38100-38126|531 555;Chemnitz|9111-9131|371 555
Halle (Saale)|6108-6132|345 555;Magdeburg|39104-39130|391 555;Rostock|18055-18147|381 555
Kassel|34117-34134|561 555;Saarbrücken|66111-66133|681 555;Potsdam|14467-14482|331 555
Würzburg|97070-97084|931 555;Oldenburg|26121-26135|441 555;Heidelberg|69115-69126|6221 555
Lübeck|23552-23570|451 555;Göttingen|37073-37085|551 555;Heilbronn|74072-74081|7131 555
Reutlingen|72760-72770|7121 555;Konstanz|78462-78467|7531 555;Passau|94032-94036|851 555
Görlitz|2826-2828|3581 555;Esslingen am Neckar|73728-73734|711 555;Flensburg|24937-24944|461 555
Cottbus|3042-3055|355 555;Schwerin|19053-19063|385 555;Jena|7743-7751|3641 555
Trier|54290-54296|651 555;Koblenz|56068-56077|261 555;Siegen|57072-57080|271 555
Paderborn|33098-33109|5251 555;Ingolstadt|85049-85057|841 555
""",
    "AT": """
Wien|1010-1230/10|1 555;Graz|8010-8055/5|316 555;Linz|4020-4040/10|732 555
Salzburg|5020-5026/3|662 555;Innsbruck|6020-6020|512 555;Klagenfurt am Wörthersee|9020-9020|463 555
Villach|9500-9504/4|4242 555;Wels|4600-4600|7242 555;St. Pölten|3100-3107/7|2742 555
Dornbirn|6850-6850|5572 555;Steyr|4400-4407/7|7252 555;Wiener Neustadt|2700-2700|2622 555
Feldkirch|6800-6800|5522 555;Bregenz|6900-6900|5574 555;Leoben|8700-8700|3842 555
Krems an der Donau|3500-3500|2732 555;Eisenstadt|7000-7000|2682 555;Kufstein|6330-6330|5372 555
Baden|2500-2500|2252 555;Amstetten|3300-3300|7472 555;Mödling|2340-2340|2236 555
Hallein|5400-5400|6245 555;Kapfenberg|8605-8605|3862 555;Lustenau|6890-6890|5577 555
Zell am See|5700-5700|6542 555;Bad Ischl|4820-4820|6132 555;Schwaz|6130-6130|5242 555
Lienz|9900-9900|4852 555
""",
    "PL": """
Warszawa|1-4999|22 555;Kraków|30001-31999|12 555;Łódź|90001-94413|42 555;Wrocław|50001-54618|71 555
Poznań|60001-61897|61 555;Gdańsk|80001-80980|58 555;Szczecin|70001-71899|91 555
Bydgoszcz|85001-85915|52 555;Lublin|20001-20960|81 555;Białystok|15001-15959|85 555
Katowice|40001-40925|32 555;Gdynia|81001-81969|58 555;Częstochowa|42200-42229|34 555
Radom|26600-26618|48 555;Toruń|87100-87118|56 555;Sosnowiec|41200-41225|32 555
Rzeszów|35001-35999|17 555;Kielce|25001-25900|41 555;Gliwice|44100-44164|32 555
Zabrze|41800-41820|32 555;Olsztyn|10001-10900|89 555;Bielsko-Biała|43300-43382|33 555
Opole|45001-45960|77 555;Zielona Góra|65001-65999|68 555;Gorzów Wielkopolski|66400-66417|95 555
Tarnów|33100-33115|14 555;Płock|9400-9414|24 555;Elbląg|82300-82310|55 555
Koszalin|75001-75950|94 555;Kalisz|62800-62810|62 555;Legnica|59220-59220|76 555
Nowy Sącz|33300-33300|18 555;Słupsk|76200-76280|59 555;Zakopane|34500-34500|18 555
""",
    "CH": """
Zürich|8001-8064|44 555;Basel|4051-4059|61 555;Bern|3004-3014|31 555;St. Gallen|9000-9016|71 555
Luzern|6003-6006|41 555;Winterthur|8400-8408|52 555
""",
    "NL": """
Amsterdam|1011-1109|20 555;Rotterdam|3011-3089|10 555;Utrecht|3511-3585|30 555
Eindhoven|5611-5658|40 555;Aalsmeer|1431-1433|297 55;Venlo|5911-5928|77 555
""",
    "FR": """
Strasbourg|67000-67200/100|3 88 55;Mulhouse|68100-68200/100|3 89 55;Metz|57000-57070/70|3 87 55
Lyon|69001-69009|4 72 55;Paris|75001-75020|1 55 55
""",
    "IT": """
Bolzano|39100-39100|0471 55;Trento|38121-38123|0461 55;Milano|20121-20162|02 555
Verona|37121-37142|045 555;Udine|33100-33100|0432 55
""",
    "CZ": """
Praha|11000-19000/1000|222 55;Brno|60200-64400/600|543 55;Ostrava|70200-70800/200|596 55
Plzeň|30100-32600/500|377 55;Liberec|46001-46015|485 55
""",
    "SK": """
Bratislava|81101-81109|2 5550;Košice|4001-4023|55 555;Žilina|1001-1015|41 555
""",
    "HU": """
Budapest|1011-1239|1 555;Győr|9021-9030|96 55;Sopron|9400-9408/8|99 55
""",
    "BE": """
Antwerpen|2000-2060/10|3 555;Liège|4000-4032/10|4 255;Gent|9000-9050/10|9 255;Eupen|4700-4701|87 55
""",
    "DK": """
Aarhus|8000-8000|87 55;Odense|5000-5270/10|65 55;Kolding|6000-6000|75 55;København|1550-1799|33 55
""",
}


@dataclass(frozen=True, slots=True)
class Place:
    city: str
    country: str
    postal_codes: range
    telephone: str

    def postal_code(self, chance: Random) -> str:
        number = self.postal_codes[int(chance.random() * len(self.postal_codes))]
        if self.country == "PL":
            return f"{number // 1000:02d}-{number % 1000:03d}"
        if self.country in ("CZ", "SK"):
            return f"{number // 100:03d} {number % 100:02d}"
        if self.country == "NL":
            return f"{number} {any_of('ABCDEGHJKLMNPRSTVWXZ', chance)}{any_of('ABCEGHJKLMNPRSTVWXZ', chance)}"
        return f"{number:05d}" if self.country in ("DE", "FR", "IT") else str(number)

    def street(self, street: str, chance: Random) -> str:
        """The street with a house number as the country writes it."""
        number = int(chance.random() ** 2 * 140) + 1
        if self.country == "FR":
            return f"{number} {street}"
        if self.country == "PL" and chance.random() < 0.4:
            return f"{street} {number}/{int(chance.random() * 30) + 1}"
        return f"{street} {number}{'abc'[number % 3] if chance.random() < 0.12 else ''}"

    def phone(self, number: int) -> str:
        """A number in the city's block; when all are taken, with an extension where lengths are free."""
        size = 1_000 if self.country == "DE" and not self.telephone.endswith(" 555") else 10_000
        again, line = divmod(number, size)
        line = line * 7_919 % size  # so that neighbours in the list are no neighbours in the exchange
        extension = f"{again % 90 + 10}" if again and self.country in ("DE", "AT") else ""
        return f"+{CALLING_CODES[self.country]} {self.telephone}{line:0{len(str(size)) - 1}d}{extension}"


@cache
def places(country: str) -> tuple[Place, ...]:
    """The country's cities, the largest first."""
    rows = (row.split("|") for row in _TABLES[country].strip().replace("\n", ";").split(";"))
    return tuple(Place(city, country, _codes(codes), telephone) for city, codes, telephone in rows)


def _codes(written: str) -> range:
    bounds, _, step = written.partition("/")
    first, last = bounds.split("-")
    return range(int(first), int(last) + 1, int(step or 1))
