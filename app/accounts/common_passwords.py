"""Passwords of twelve characters and more that are guessed first (shorter ones are refused for their length)."""

from __future__ import annotations

COMMON = frozenset(
    """
    123456789012 1234567890123 12345678901234 123456789123 123123123123 1234567890qwerty 1q2w3e4r5t6y 1qaz2wsx3edc
    qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiopasdf asdfghjkl123 zaq12wsxcde3 passwordpassword password1234
    password12345 password123456 password2024 password2025 password2026 passwort1234 passwort12345 passwort2026
    haslohaslo12 haslo1234567 administrator administrator1 admin1234567 adminadmin12 adminadmin123 administrator123
    iloveyou1234 letmein12345 welcome12345 welcome123456 willkommen12 willkommen123 witamwitam12 polska123456
    polskapolska deutschland1 deutschland123 oesterreich1 changeme1234 changemechangeme masakumasaku masaku123456
    superman1234 football1234 baseball1234 princess1234 sunshine1234 trustno1trustno1 abcdefghijkl abcdef123456
    abc123abc123 qwerty123456 qwerty1234567 qwertz123456 qwertzuiop123 111111111111 000000000000 aaaaaaaaaaaa
    correcthorsebatterystaple
    """.split()
)
# A word everybody thinks of is no better for a year, a row of digits or an exclamation mark around it.
COMMON_WORDS = frozenset(
    """
    password passwort haslo hasło passw qwerty qwertz qwertyuiop asdfgh asdfghjkl welcome welcomeback willkommen witam
    admin administrator root geheim secret letmein changeme iloveyou masaku dragon monkey football baseball superman
    batman princess sunshine shadow master michael hallo hello sommer winter frühling herbst summer spring autumn wiosna
    lato jesien jesień zima polska deutschland österreich oesterreich austria germany berlin warszawa wien kraków krakow
    kunde kunden klient klienci client clients firma buero büro biuro office test testtest demo
    """.split()
)
PADDING = 8
