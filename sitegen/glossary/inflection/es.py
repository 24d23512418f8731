"""Spanish: plurals of nouns and adjectives."""

EVERY_WORD = True
FIXED = frozenset(
    [
        "a",
        "al",
        "con",
        "de",
        "del",
        "el",
        "en",
        "la",
        "las",
        "los",
        "o",
        "para",
        "por",
        "sin",
        "un",
        "una",
        "y",
    ]
)
ENDINGS = (
    ("ión", ("iones",)),
    ("án", ("anes",)),
    ("ón", ("ones",)),
    ("és", ("eses",)),
    ("z", ("ces",)),
    ("s", ()),
    *((vowel, (vowel + "s",)) for vowel in "aeioué"),
    ("", ("es",)),
)
