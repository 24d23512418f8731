"""German: case endings, genitives and plurals; adjectives before a noun."""

EVERY_WORD = True
FIXED = frozenset(
    [
        "am",
        "an",
        "auf",
        "aus",
        "bei",
        "das",
        "der",
        "die",
        "für",
        "im",
        "in",
        "mit",
        "und",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
    ]
)
ENDINGS = (
    ("um", ("ums", "en")),
    ("ung", ("ungen",)),
    ("heit", ("heiten",)),
    ("keit", ("keiten",)),
    ("in", ("ins", "innen", "ine", "inen")),
    ("er", ("ers", "ern")),
    ("el", ("els", "eln")),
    ("en", ("ens", "er", "em")),
    ("e", ("en", "er", "em", "es")),
    ("s", ("se", "ses", "sen")),
    ("", ("s", "es", "e", "en", "er", "ern")),
)
