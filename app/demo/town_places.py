"""Lists the named places and bus stops of the demo town with their Sozialraum."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A named place: kind of the base map, Sozialraum, point in town metres, footprint (width, depth, turn in degrees)."""

    name: str
    kind: str
    area_id: str
    x: float
    y: float
    footprint: tuple[float, float, float] | None = None


_ROWS: dict[str, list[tuple[str, str, float, float, tuple[float, float, float] | None]]] = {
    "SR01": [
        ("Markt", "square", 5, 2, None),
        ("Rathaus", "townhall", -62, 4, (26, 46, 2)),
        ("Stadtbücherei", "library", 92, 62, (34, 26, 25)),
        ("Marienkirche", "place_of_worship", 30, 78, (44, 20, 0)),
        ("Marktbrunnen", "fountain", 12, 8, None),
        ("Eiscafé am Markt", "cafe", 66, -6, None),
        ("Kino Capitol", "cinema", -118, -152, (30, 24, 35)),
        ("Brückenplatz", "square", 8, 352, None),
        ("Musikschule", "music_school", -196, 62, (24, 16, 10)),
    ],
    "SR02": [
        ("Bahnhof Ellerbrück", "station", 150, -762, (72, 15, 0)),
        ("Unterführung", "tunnel", 310, -800, None),
        ("Aue-Arkaden", "mall", -215, -622, (150, 92, 3)),
        ("Bahnhofsvorplatz", "square", 152, -748, None),
        ("ZOB", "bus_station", 262, -712, (40, 7, -5)),
        ("Parkhaus Arkaden", "parking", -205, -735, (66, 34, -2)),
        ("Jobcenter", "public_building", 262, -560, (40, 18, 90)),
        ("Berufsbildende Schule", "school", 620, -460, (72, 20, 12)),
        ("Bahnhofskiosk", "kiosk", 98, -738, None),
        ("Spielplatz Bleichstraße", "playground", 395, -520, None),
        ("Südausgang", "entrance", 322, -868, None),
    ],
    "SR03": [
        ("Treppe am Wasser", "steps", -742, 742, None),
        ("Skateanlage am Hafen", "skatepark", -1315, 849, None),
        ("Jugendhaus Schleuse", "community_centre", -1105, 665, (34, 18, 12)),
        ("Hafenmuseum", "museum", -930, 655, (46, 22, -20)),
        ("Alter Speicher", "attraction", -1255, 690, (54, 24, 5)),
        ("Hafenpark", "park", -1325, 905, None),
        ("Schleuse", "attraction", -1440, 985, None),
        ("Hafenbrücke", "bridge", -868, 818, None),
        ("Ruderverein", "sports_centre", -1050, 1060, (40, 14, -20)),
    ],
    "SR04": [
        ("IGS Nordstadt", "school", 255, 1870, (96, 26, -4)),
        ("Sporthalle Nordstadt", "sports_centre", 385, 1905, (44, 28, -4)),
        ("Nordmarkt", "square", -140, 1690, None),
        ("Stadtteilbüro Nord", "public_building", -195, 1665, (22, 15, 0)),
        ("Schulhof IGS", "schoolyard", 300, 1815, None),
        ("Einkaufszentrum Nord", "supermarket", -330, 1565, (60, 36, 8)),
        ("Spielplatz Finkenweg", "playground", -640, 1880, None),
        ("Sportplatz Nordstadt", "pitch", 530, 1870, None),
        ("Garagenhof Amselweg", "parking", 690, 1740, None),
        ("Kirche St. Ansgar", "place_of_worship", -60, 2060, (30, 16, 90)),
    ],
    "SR05": [
        ("Oberschule am Wall", "school", 640, 240, (86, 24, 2)),
        ("Seniorenzentrum Wallgärten", "social_facility", 860, 190, (58, 18, 15)),
        ("Klinikum Ellerbrück", "hospital", 1150, 230, (110, 60, -3)),
        ("Ampel am Wall", "crossing", 585, 31, None),
        ("Wallanlagen", "park", 566, -60, None),
        ("Schwimmhalle", "swimming_pool", 840, -190, (60, 34, -8)),
        ("Theodor-Platz", "square", 1040, -110, None),
    ],
    "SR06": [
        ("Mehrgenerationenhaus", "community_centre", -720, -210, (36, 20, -12)),
        ("Mühle am Bach", "attraction", -1090, 60, (16, 14, 20)),
        ("Mühlenteich", "water", -950, 100, None),
        ("Mühlenwiese", "park", -880, 240, None),
        ("Jugendkirche St. Lukas", "place_of_worship", -1150, -420, (30, 15, 0)),
        ("Spielplatz Müllergasse", "playground", -600, -300, None),
        ("Bahnübergang Lindenallee", "crossing", -716, -766, None),
        ("Supermarkt Mühlenkamp", "supermarket", -1290, -230, (48, 30, 5)),
    ],
    "SR07": [
        ("Lindenplatz", "square", -523, -1498, None),
        ("Jugendtreff Linde", "community_centre", -395, -1440, (30, 18, 4)),
        ("Durchgang Kastanienweg", "passage", -770, -1395, None),
        ("Ladenzeile", "shops", -470, -1600, (92, 15, 4)),
        ("Spielwiese am Graben", "playground", -828, -1678, None),
        ("Ärztehaus", "doctors", -300, -1590, (34, 22, 4)),
        ("Grundschule Lindenhof", "school", -1045, -1405, (62, 22, -2)),
        ("Quartiersbüro Lindenhof", "public_building", -660, -1420, (20, 14, 4)),
        ("Garagenhof Ulmenweg", "parking", -1180, -1700, None),
        ("Parkplatz Supermarkt", "parking", -130, -1540, None),
        ("Supermarkt Lindenhof", "supermarket", -90, -1500, (46, 32, 4)),
        ("Basketballkorb Eschenweg", "pitch", -1010, -1560, None),
        ("Grünzug Lindengraben", "park", -300, -1790, None),
    ],
    "SR08": [
        ("Gymnasium am Stadtpark", "school", 820, 880, (92, 26, -3)),
        ("Stadtpark", "park", 420, 930, None),
        ("Große Buche", "tree", 480, 940, None),
        ("Parkteich", "water", 340, 690, None),
        ("Musikpavillon", "attraction", 205, 890, (14, 14, 20)),
        ("Tennisclub", "sports_centre", 1180, 780, (26, 14, 30)),
        ("Freibad", "swimming_pool", -290, 1080, (52, 22, 0)),
        ("Minigolf am Park", "attraction", 120, 600, None),
    ],
    "SR09": [
        ("Spielplatz Südkamp", "playground", 1450, -2100, None),
        ("Baugebiet Südkamp", "construction", 1150, -1610, None),
        ("Leeres Feld Südkamp", "field", 1560, -1720, None),
        ("Kita Sonnenfeld", "kindergarten", 880, -2150, (36, 22, 20)),
        ("Kita Südwind", "kindergarten", 720, -1440, (34, 20, 20)),
        ("Grundschule Südkamp", "school", 595, -2020, (64, 22, -30)),
        ("Südkamppark", "park", 1560, -2050, None),
        ("Bäckerei Südkamp", "bakery", 1010, -1890, (20, 14, 30)),
    ],
    "SR10": [
        ("Sporthalle Osterfeld", "sports_centre", 2700, -660, (42, 26, 10)),
        ("Sportplatz Osterfeld", "pitch", 2800, -720, None),
        ("Gemeindehaus Osterfeld", "community_centre", 2180, -380, (26, 16, -10)),
        ("Grundschule Osterfeld", "school", 2370, -275, (60, 20, -12)),
        ("Kiesteich", "water", 2950, -1360, None),
        ("Gewerbegebiet Ost", "industrial", 2100, -780, None),
        ("Spielplatz Lerchenweg", "playground", 2060, -1250, None),
    ],
    "SR11": [
        ("Bolzplatz Heideweg", "pitch", -2290, -415, None),
        ("Vereinsheim SV Heide", "sports_centre", -2235, -470, (26, 14, 0)),
        ("Heideholz", "forest", -2560, -620, None),
        ("Kiosk am Heideweg", "kiosk", -2140, -60, (10, 7, 0)),
        ("Heidesee", "water", -3060, -660, None),
        ("Feuerwehr Heideweg", "fire_station", -1950, -180, (30, 16, -8)),
    ],
    "SR12": [
        ("Bäckerei Deichhausen", "bakery", -2895, 2570, (18, 13, 20)),
        ("Dorfgemeinschaftshaus Deichhausen", "community_centre", -2640, 2300, (28, 16, 65)),
        ("Deich", "viewpoint", -3200, 2165, None),
        ("Badestelle an der Aue", "beach", -2780, 1960, None),
        ("Sportplatz Deichhausen", "pitch", -2420, 2640, None),
    ],
    "SR13": [
        ("Feuerwehr Groß Ahlen", "fire_station", 2270, 2290, (32, 17, 40)),
        ("Grundschule Groß Ahlen", "school", 2270, 2640, (56, 20, -10)),
        ("Sportplatz Groß Ahlen", "pitch", 2685, 2335, None),
        ("Kirche Groß Ahlen", "place_of_worship", 2140, 2530, (28, 13, 0)),
        ("Dorfteich", "water", 2470, 2305, None),
        ("Querung Kreisstraße", "crossing", 2330, 2158, None),
        ("Aller Busch", "forest", 3150, 1700, None),
    ],
    "SR14": [
        ("Sportplatz Moorwiek", "pitch", 560, -3270, None),
        ("Dorfladen Moorwiek", "shop", 1010, -3240, (20, 14, -40)),
        ("Schützenhaus", "community_centre", 860, -3370, (32, 16, -30)),
        ("Moorsee", "water", -430, -3390, None),
        ("Wartehäuschen Moorwiek", "shelter", 1062, -3198, None),
        ("Moorwald", "forest", -1350, -2950, None),
    ],
}

_STOPS: list[tuple[str, str, float, float]] = [
    ("Markt/Brückenstraße", "SR01", -18, 300), ("Mühlentor", "SR01", -370, -40), ("Lange Straße", "SR01", 88, -300),
    ("Bahnhof/ZOB", "SR02", 250, -728), ("Aue-Arkaden", "SR02", -110, -716), ("Bleichstraße", "SR02", 148, -520), ("Bahnhof Süd", "SR02", 345, -945),
    ("Hafen", "SR03", -900, 545), ("Speicher", "SR03", -1235, 598), ("Museum", "SR03", -650, 462),
    ("IGS Nordstadt", "SR04", 30, 1830), ("Nordmarkt", "SR04", -28, 1660), ("Finkenweg", "SR04", 50, 2150), ("Nordring West", "SR04", -600, 1355),
    ("Oberschule", "SR05", 600, 46), ("Klinikum", "SR05", 1120, -5), ("Wallgärten", "SR05", 850, 420),
    ("Mehrgenerationenhaus", "SR06", -560, -400), ("Mühlenteich", "SR06", -960, -34), ("Lukaskirche", "SR06", -1290, -70),
    ("Lindenhof Mitte", "SR07", -578, -1450), ("Kastanienweg", "SR07", -660, -1130), ("Lindenhof Süd", "SR07", -606, -1780), ("Ulmenweg", "SR07", -1110, -1110), ("Südring Mitte", "SR07", -180, -1190),
    ("Gymnasium", "SR08", 655, 870), ("Stadtpark", "SR08", 38, 760), ("Friedhof", "SR08", 950, 1290),
    ("Südkampallee", "SR09", 600, -1510), ("Grundschule Südkamp", "SR09", 880, -1860), ("Neubaugebiet", "SR09", 1130, -2290),
    ("Osterfeld Kirche", "SR10", 2100, -275), ("Lerchenweg", "SR10", 1950, -1475), ("Sportplatz Osterfeld", "SR10", 2680, -560), ("Gewerbegebiet Ost", "SR10", 1640, -640),
    ("Heideweg Nord", "SR11", -1900, 480), ("Bolzplatz", "SR11", -2140, -400), ("Heider Straße", "SR11", -2080, -262),
    ("Deichhausen Brücke", "SR12", -2560, 1880), ("Deichhausen Bäckerei", "SR12", -2830, 2560),
    ("Groß Ahlen Feuerwehr", "SR13", 2290, 2138), ("Groß Ahlen Schule", "SR13", 2180, 2820), ("Groß Ahlen Kreisstraße", "SR13", 1760, 1730),
    ("Moorwiek Mitte", "SR14", 1075, -3190), ("Moorwiek Torfstraße", "SR14", 520, -3440), ("Moorwiek Nord", "SR14", 1285, -2720),
]  # fmt: skip


def named_places() -> tuple[Place, ...]:
    """Return the named places without bus stops, sorted by Sozialraum."""
    return tuple(
        Place(name, kind, area, x, y, foot) for area, rows in _ROWS.items() for name, kind, x, y, foot in rows
    )


def bus_stops() -> tuple[Place, ...]:
    """Return the bus stops; their names are without the word Haltestelle."""
    return tuple(Place(name, "bus_stop", area, x, y) for name, area, x, y in _STOPS)
