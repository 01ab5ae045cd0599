"""Texts as people write them to a town: 200 with a phone, mail, account or address, 200 that look alike (R59)."""

from __future__ import annotations

import random
from collections.abc import Callable

SEED = 59
_NAMES = ("mara", "t.yilmaz", "lea_koch", "jonas.b", "familie-weber", "kim2009", "sv.ellerbrueck", "oezlem")
_HOSTS = ("gmx.de", "web.de", "posteo.de", "t-online.de", "schule-ellerbrueck.de", "gmail.com")
_STREETS = (
    "Bahnhofstraße", "Goethestr.", "Lindenweg", "Am Stadtpark", "Kirchplatz", "Mühlengasse", "Hauptstrasse",
    "Lange Straße",
    "Karl-Marx-Allee", "Uferpromenade", "Rosenstr", "An der Eller", "Zum Hafen", "Friedrich-Ebert-Ring", "Schulhof",
)  # fmt: skip
_WORDS = ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_FRAMES = (
    "Die Schaukel ist kaputt. {} – bitte melden!",
    "Wer mitmachen will: {}",
    "Ich helfe gern beim Bauwagen, ihr erreicht mich unter {}.",
    "Hier ist es nachts zu dunkel. Rückfragen an {} bitte.",
    "Können wir einen Basketballkorb haben?\n{}\nDanke!!",
    "Der Weg am Bach ist super, aber voller Müll ({}).",
    "Mein Nachbar kümmert sich: {}",
    "Bitte ruft an oder schreibt, {} , egal wann",
)
_ADDRESS_FRAMES = (
    "Das Haus {} ist immer laut.",
    "Ich wohne {} und höre jede Nacht die Autos.",
    "Bei {} fehlt ein Zebrastreifen, da wohnt meine Oma.",
    "Direkt vor {} stehen ständig Roller.",
    "Treffen immer bei mir, {}.",
)


def _digits(choose: random.Random, count: int) -> str:
    return "".join(choose.choice("0123456789") for _ in range(count))


def _phone(choose: random.Random) -> str:
    area, rest = choose.choice(("0171", "0228", "0160", "05931", "030", "0176")), _digits(choose, 7)
    plain = area + rest
    return choose.choice(
        [
            plain, f"{area}/{rest}", f"{area} - {rest[:3]} {rest[3:]}", f"+49 {area[1:]} {rest}", f"0049{plain[1:]}",
            f"({area}) {rest}", ".".join([area, rest[:3], rest[3:]]), " ".join(plain),
            f"{area}-{rest[:2]}-{rest[2:4]}-{rest[4:]}",
            f"+49 (0) {area[1:]} {rest}", f"{area}_{rest}", f"{area} {rest[:2]} {rest[2:4]} {rest[4:]}",
        ]
    )  # fmt: skip


def _spoken_phone(choose: random.Random) -> str:
    numbers = [0, 1, choose.choice((5, 6, 7)), *(choose.randrange(10) for _ in range(7))]
    words = [_WORDS[number] for number in numbers]
    if choose.random() < 0.3:
        words = [
            word if index % 2 else str(number)
            for index, (word, number) in enumerate(zip(words, numbers, strict=True))
        ]
    text = choose.choice((" ", " ", "-", ", ")).join(words)
    return text if choose.random() < 0.7 else text.replace("zwei", "zwo").replace("fünf", "fuenf")


def _mail(choose: random.Random) -> str:
    name, host = choose.choice(_NAMES), choose.choice(_HOSTS)
    at = choose.choice(
        ("@", "@", "(at)", " (at) ", "[at]", " at ", " ät ", "(ät)", " @ ", "{at}", "<at>", " klammeraffe ")
    )
    dot = choose.choice((".", ".", " punkt ", "(punkt)", " dot ", "[dot]")) if at != "@" else "."
    return f"{name}{at}{host.replace('.', dot)}"


def _iban(choose: random.Random) -> str:
    account = _digits(choose, 18)
    check = 98 - int(account + "131400") % 97
    iban = f"DE{check:02d}{account}"
    grouped = " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
    ways = (
        iban,
        grouped,
        grouped.lower(),
        grouped.replace(" ", "-"),
        grouped.replace(" ", "."),
        " ".join(iban),
        grouped.replace(" ", "  "),
    )
    return f"{choose.choice(('IBAN ', 'Konto: ', '', 'Spenden an '))}{choose.choice(ways)}"


def _address(choose: random.Random) -> str:
    number = f"{choose.randrange(1, 180)}{choose.choice(('', '', '', 'a', ' b'))}"
    joined = choose.choice((" ", " ", " Nr. ", " Nummer ", ", Hausnummer "))
    return f"{choose.choice(_STREETS)}{joined}{number}"


_KINDS: dict[str, tuple[int, Callable[[random.Random], str], tuple[str, ...]]] = {
    "phone": (60, _phone, _FRAMES),
    "spoken": (20, _spoken_phone, _FRAMES),
    "email": (50, _mail, _FRAMES),
    "iban": (30, _iban, _FRAMES),
    "address": (40, _address, _ADDRESS_FRAMES),
}
FLAG_OF = {"spoken": "phone"}


def telling() -> list[tuple[str, str]]:
    """200 pairs of the flag a text should raise and the text."""
    choose = random.Random(SEED)
    return [
        (FLAG_OF.get(kind, kind), choose.choice(frames).format(make(choose)))
        for kind, (count, make, frames) in _KINDS.items()
        for _number in range(count)
    ]


_HARMLESS = (
    "Die Linie {n3} fährt nur einmal in der Stunde.",
    "Auf der A {n2} ist es so laut, dass man im Park nichts hört.",
    "Die Schule wurde {year} gebaut und seitdem nie renoviert.",
    "Der Eintritt kostet {n1},50 Euro, das ist zu teuer.",
    "Wir sind {n2} Leute und haben keinen Platz zum Chillen.",
    "Der Bus {n3} kommt um {hour}:{minute} Uhr, aber die Schule ist um 13 Uhr aus.",
    "Auf der B{n2} fahren alle viel zu schnell, mindestens {n2} km/h.",
    "Es gibt {n2} Bänke und nur einen Mülleimer.",
    "Seit dem 12.{month}.{year} ist die Halle zu.",
    "Von {year} bis {year2} gab es hier ein Jugendzentrum.",
    "Ich fahre jeden Tag {n1} km mit dem Rad zur Schule.",
    "Die Straße ist seit {n1} Wochen gesperrt.",
    "Der Platz ist {n3} Meter lang und völlig leer.",
    "Bis 22 Uhr darf man hier sein, im Sommer bis 23 Uhr.",
    "Etwa {n2} % der Kinder kommen mit dem Auto.",
    "Die S{n1} und die U{n1} halten hier, aber ohne Aufzug.",
    "Ich bin {age} Jahre alt und gehe gern zum Skatepark.",
    "Beim Spiel stand es {n1}:{n1}, danach war überall Müll.",
    "Tempo 30 statt 50, bitte auf allen Straßen!",
    "Der Bolzplatz hat nur 1 Tor, wir brauchen 2.",
    "Ein Eis kostet hier 1,80 €, am Bahnhof 2,50 €.",
    "Die Ampel ist nur {n2} Sekunden grün.",
    "Es wäre toll, wenn das Freibad auch im Mai aufhätte.",
    "Am Marktplatz fehlt Schatten, im Sommer sind es dort {n2} Grad.",
    "Beim letzten Mal kamen {n3} Leute, {n2} mehr als {year}.",
    "Das Parkhaus hat {n3} Plätze, fast alle leer.",
    "Platz {n1} im Wettbewerb und trotzdem kein Geld für Netze.",
    "Der Fahrplan vom {n2}.{month}. stimmt nicht.",
    "Die Straße braucht einen Radweg, mindestens 2 m breit.",
    "Buslinie {n3} und {n3} sollten sich am Bahnhof treffen.",
    "Fußball, Basketball, Tischtennis: alles auf einem Platz wäre super.",
    "Der Weg zwischen Bahnhof und Schule ist nachts zu dunkel.",
    "Am Hafen kann man gut sitzen und aufs Wasser schauen.",
    "Paragraf {n2} der Satzung verbietet Ballspielen, das nervt.",
    "Eine Karte für {n2},90 € im Monat wäre fair.",
    "Ich warte oft {n2} bis {n2} Minuten auf den Bus.",
    "Null Bock auf die alten Geräte, eins davon ist kaputt und zwei fehlen.",
    "Um eins oder zwei nachts wird es laut, drei Mal die Woche.",
    "In {n3} Metern kommt der nächste Mülleimer, das ist zu weit.",
    "1000 Kinder, 4 Spielplätze: das reicht nicht.",
)


def harmless() -> list[str]:
    """200 texts full of numbers that say nothing about anybody."""
    choose = random.Random(SEED + 1)
    return [
        _HARMLESS[number % len(_HARMLESS)].format(
            n1=choose.randrange(2, 10), n2=choose.randrange(11, 99), n3=choose.randrange(100, 999),
            year=choose.randrange(1955, 2010), year2=choose.randrange(2011, 2026),
            month=f"{choose.randrange(1, 13):02d}",
            hour=choose.randrange(7, 22), minute=choose.choice(("05", "17", "30", "48")), age=choose.randrange(9, 20),
        )
        for number in range(200)
    ]  # fmt: skip
