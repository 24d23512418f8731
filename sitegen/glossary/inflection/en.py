"""English: plurals of nouns; of a name of several words the last one."""

EVERY_WORD = False
FIXED: frozenset[str] = frozenset()
ENDINGS = (
    ("s", ("ses",)),
    ("x", ("xes",)),
    ("ch", ("ches",)),
    ("sh", ("shes",)),
    ("z", ("zes",)),
    *((vowel + "y", (vowel + "ys",)) for vowel in "aeiou"),
    ("y", ("ies",)),
    ("", ("s",)),
)
