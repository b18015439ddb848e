"""What Polish-speaking staff of a small web agency write down: kind | subject | text."""

ENTRIES = """
note||Faktury zawsze z numerem zamówienia klienta, inaczej wracają po dwóch tygodniach.
note||{contact} woli krótkie maile, telefon tylko w pilnych sprawach. W piątki po 13 nikogo nie ma.
note||Budżet na przyszły rok to około {amount} zł, decyzja zapadnie w tygodniu po świętach.
note||Dane do hostingu ma klient, nie my. Przed pracami serwisowymi trzeba zapytać.
note||Stary system zamówień ma zostać zastąpiony. Interfejs opisany tylko jako CSV.
note||Polecili nas partnerowi handlowemu. Podziękować przy następnym spotkaniu.
note||Firma przeprowadza się jesienią, nowy adres podadzą na piśmie. Do tego czasu wszystko na dotychczasowy.
note||Logo i fonty mamy w paczce, niebieski w druku jest inny niż na stronie.
note||Płacą pewnie, ale dopiero po zgodzie centrali. Liczyć 30 dni.
note||Nie chcą newslettera. Reklama tylko po uzgodnieniu: {contact}.
note||Zdjęcia produktów będą robione od nowa, fotograf oddaje pod koniec miesiąca.
call|Serwis|{contact} pyta o stan aktualizacji. Wszystko zgodnie z planem, odbiór w przyszłym tygodniu.
call|Pytanie do faktury|Niejasna była pozycja 3 (godziny za przeniesienie danych). Wyjaśnione, zapłacą w całości.
call|Nowy pomysł|Myślą o strefie dla hurtowników. Obiecana wstępna wycena do końca miesiąca.
call|Termin płatności|Chcą wydłużyć do 30 dni. Zgoda przy abonamencie rocznym.
call|Awaria rano|Sklep nie działał 20 minut, przyczyna po stronie hostingu. Rabatu nie chcą.
call|Osoba kontaktowa|Od teraz sprawy prowadzi {contact}, zmienić wszędzie.
call|Brak odpowiedzi|Nagrana wiadomość z prośbą o telefon jutro przed południem.
call|Umówienie szkolenia|Szkolenie dla czterech osób, najchętniej u nich. Zaproponowane dwa terminy.
email|Oferta: opieka i serwis|Dzień dobry, w załączeniu oferta zgodnie z rozmową: {amount} zł rocznie. Ważna cztery tygodnie.
email|Państwa materiały|Dziękujemy za teksty i zdjęcia. Wstawimy je do czwartku i odezwiemy się w sprawie odbioru.
email|Przypomnienie o płatności|Zapewne umknęło to Państwa uwadze: faktura na {amount} zł była płatna tydzień temu.
email|Notatka ze spotkania|W skrócie: etap 1 do targów, etap 2 wiosną, decyzja w sprawie aplikacji odłożona.
email|Planowane prace|W sobotę między 6 a 8 wgrywamy nową wersję. Zamówienia nie przepadną.
email|Re: pytanie o statystyki|Dane przychodzą raz dziennie około trzeciej. Różnica wynika z anulowanych zamówień.
email|Przedłużenie umowy ramowej|Umowa wygasa z końcem roku. Projekt na przyszły rok jest w załączniku.
meeting|Spotkanie roczne|Zadowoleni z obsługi, proszą o szybsze odpowiedzi latem. Rozbudowa sklepu w drugim półroczu.
meeting|Rozpoczęcie projektu|Ustalone cele, osoby i terminy. {contact} dostarczy dane produktów, my szablon.
meeting|Odbiór|Wszystkie punkty listy odhaczone oprócz dwóch tekstów. Start w poniedziałek rano.
meeting|Warsztat: proces zamówienia|Z trzech ścieżek zamówienia została jedna. Prototyp za dwa tygodnie, potem test z pięcioma klientami.
meeting|Targi|Krótka rozmowa na stoisku, zainteresowanie konfiguratorem. Wrócić do tematu po targach.
"""  # noqa: E501 - one entry per line
PINNED = (
    "Faktury zawsze z numerem zamówienia klienta (45…), inaczej wracają po dwóch tygodniach.",
    "Kontakt tylko mailem, takie było wyraźne życzenie.",
    "Przed każdą dostawą uzgodnić termin z portiernią.",
)
PRICE_LIST = (
    "Cennik_{year}.csv",
    "Usługa;Jednostka;Cena\nSerwis;miesiąc;{a},00\nProgramowanie;godzina;{b},00\nSzkolenie;dzień;{c},00\n",
)
DOCUMENTS = (
    "Umowa_ramowa_{year}_projekt.pdf",
    "Oferta_{number}.pdf",
    "Protokol_odbioru_{number}.pdf",
    "Szkic_strony.png",
)
