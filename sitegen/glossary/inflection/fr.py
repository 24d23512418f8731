"""French: plurals of nouns and adjectives, feminine forms of adjectives that are listed so."""

EVERY_WORD = True
FIXED = frozenset(
    [
        "à",
        "au",
        "aux",
        "avec",
        "d'",
        "de",
        "des",
        "du",
        "en",
        "et",
        "la",
        "le",
        "les",
        "l'",
        "ou",
        "par",
        "pour",
        "sans",
        "sur",
        "un",
        "une",
    ]
)
ENDINGS = (
    ("s", ()),
    ("x", ()),
    ("z", ()),
    ("eau", ("eaux",)),
    ("eu", ("eux",)),
    ("al", ("aux", "als")),
    ("", ("s",)),
)
