"""What German-speaking staff of a small web agency write down: kind | subject | text."""

ENTRIES = """
note||Rechnungen immer mit Bestellnummer des Kunden, sonst kommen sie nach zwei Wochen zurück.
note||{contact} bevorzugt kurze Mails, Anrufe nur wenn es brennt. Freitags ab 13 Uhr niemand erreichbar.
note||Budget für das kommende Jahr liegt bei rund {amount} €, Entscheidung fällt in der Woche nach den Feiertagen.
note||Zugangsdaten zum Hoster liegen beim Kunden, nicht bei uns. Vor Wartungsarbeiten anfragen.
note||Das alte Bestellsystem soll abgelöst werden. Schnittstelle ist nur als CSV dokumentiert.
note||Hat uns an einen Geschäftspartner empfohlen. Beim nächsten Termin bedanken.
note||Firma zieht im Herbst um, neue Anschrift kommt schriftlich. Bis dahin alles an die bisherige.
note||Logo und Schriften liegen als Paket vor, das Blau ist im Druck ein anderes als im Web.
note||Zahlt zuverlässig, aber erst nach Freigabe durch die Zentrale. 30 Tage einplanen.
note||Möchte keinen Newsletter. Werbung nur nach Rücksprache mit {contact}.
note||Produktfotos werden neu gemacht, der Fotograf liefert Ende des Monats.
call|Rückruf zur Wartung|{contact} fragt nach dem Stand der Aktualisierung. Läuft planmäßig, Abnahme kommende Woche.
call|Frage zur Rechnung|Position 3 war unklar (Stunden für die Datenübernahme). Erklärt, wird so bezahlt.
call|Neues Vorhaben|Sie denken über einen Händlerbereich nach. Grobe Schätzung bis Monatsende zugesagt.
call|Zahlungsziel|Möchten auf 30 Tage verlängern. Zusage gegen Jahresabo.
call|Störung am Morgen|Shop war 20 Minuten nicht erreichbar, Ursache lag beim Hoster. Gutschrift nicht gewünscht.
call|Ansprechpartner|Künftig ist {contact} zuständig, bitte überall ändern.
call|Nicht erreicht|Mailbox besprochen, Rückruf für morgen Vormittag erbeten.
call|Terminabsprache|Schulung für vier Personen, am liebsten vor Ort. Zwei Termine vorgeschlagen.
email|Angebot Wartung und Pflege|Guten Tag, anbei wie besprochen unser Angebot über {amount} € im Jahr. Es gilt vier Wochen.
email|Ihre Unterlagen|Vielen Dank für die Texte und Bilder. Wir bauen sie bis Donnerstag ein und melden uns zur Abnahme.
email|Zahlungserinnerung|Sicher ist es Ihrer Aufmerksamkeit entgangen: die Rechnung über {amount} € war vor einer Woche fällig.
email|Protokoll unseres Gesprächs|Zusammengefasst: Etappe 1 bis zum Messetermin, Etappe 2 im Frühjahr, Entscheidung über die App vertagt.
email|Geplante Arbeiten|Am Samstag zwischen 6 und 8 Uhr spielen wir die neue Version ein. Bestellungen gehen nicht verloren.
email|Re: Frage zu den Statistiken|Die Zahlen kommen einmal am Tag gegen drei Uhr. Der Unterschied erklärt sich durch Stornos.
email|Verlängerung des Rahmenvertrags|Der Vertrag läuft am Jahresende aus. Den Entwurf für das kommende Jahr finden Sie im Anhang.
meeting|Jahresgespräch|Zufrieden mit der Betreuung, wünschen schnellere Antworten im Sommer. Ausbau des Shops für das zweite Halbjahr vorgesehen.
meeting|Auftakt|Ziele, Zuständigkeiten und Termine festgelegt. {contact} bringt die Artikeldaten, wir die Vorlage.
meeting|Abnahme|Alle Punkte der Liste abgehakt bis auf zwei Texte. Livegang am Montag früh.
meeting|Workshop Bestellablauf|Drei Wege zur Bestellung auf einen gekürzt. Prototyp bis in zwei Wochen, danach Test mit fünf Kunden.
meeting|Messestand|Kurzes Gespräch am Stand, Interesse an einem Konfigurator. Nachfassen nach der Messe.
"""  # noqa: E501 - one entry per line
PINNED = (
    "Rechnungen immer mit Bestellnummer (45…), sonst kommen sie nach zwei Wochen zurück.",
    "Nur per E-Mail kontaktieren, so ausdrücklich gewünscht.",
    "Vor jeder Lieferung Termin mit der Pforte abstimmen.",
)
PRICE_LIST = (
    "Preisliste_{year}.csv",
    "Leistung;Einheit;Preis\nWartung;Monat;{a},00\nEntwicklung;Stunde;{b},00\nSchulung;Tag;{c},00\n",
)
DOCUMENTS = (
    "Rahmenvertrag_{year}_Entwurf.pdf",
    "Angebot_{number}.pdf",
    "Abnahmeprotokoll_{number}.pdf",
    "Skizze_Startseite.png",
)
