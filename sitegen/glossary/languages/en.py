"""English: plurals of nouns; of a name of several words the last one of its head."""

from sitegen.glossary.languages.pack import Pack, words

PACK = Pack(
    language="en",
    head="last",
    links=words("of on in to for from with at by and or per"),
    irregular={
        "man": ("men",), "woman": ("women",), "mouse": ("mice",), "child": ("children",), "foot": ("feet",),
        "person": ("people",), "datum": ("data",), "medium": ("media",), "criterion": ("criteria",),
        "phenomenon": ("phenomena",), "quiz": ("quizzes",), "bus": ("buses", "busses"), "gas": ("gases",),
    },
    endings=(
        ("sis", ("ses",)),
        ("fe", ("ves", "fes")),
        ("lf", ("lves",)),
        ("eaf", ("eaves",)),
        ("rix", ("rices", "rixes")),
        ("tex", ("tices", "texes")),
        ("dex", ("dices", "dexes")),
        ("s", ("ses",)),
        ("x", ("xes",)),
        ("ch", ("ches",)),
        ("sh", ("shes",)),
        ("z", ("zes",)),
        ("o", ("os", "oes")),
        *((vowel + "y", (vowel + "ys",)) for vowel in "aeiou"),
        ("y", ("ies",)),
        ("", ("s",)),
    ),
    closed_class=words(
        "a an the this that these those i you he she it we they me him her us them my your his its our their who whom"
        " whose which what where when why how and or but nor so yet if because although while as than of in on at by"
        " for with about against between into through during before after above below to from up down out off over"
        " under again then once here there all any both each few more most other some such no not only own same too"
        " very is am are was were be been being have has had do does did will would shall should can could may might must"
    ),
    before_verbs=words(
        "i you we they he she who will would can could may might must shall should cannot didn't don't doesn't won't wouldn't"
        " can't couldn't never"
    ),
    infinitive=words("to"),
    joining=words("and or but nor"),
    titles=words(
        "mr mrs ms miss mx dr prof professor sir lady lord dame rev father sister brother mother saint st judge justice"
        " senator president minister chancellor admiral general captain colonel major sergeant officer detective"
        " king queen prince princess aunt uncle cousin"
    ),
    saying=words(
        "said says told tells asked asks wrote writes explained explains added adds argued argues thinks thought"
        " believes believed recalls recalled smiled smiles laughed laughs died lived married joked jokes admitted"
    ),
    named_after=words(
        "street road avenue lane river lake mount bridge airport station terminal bay island county park"
        " square university college school institute foundation award prize medal museum hospital church hotel theorem"
    ),
    numbers=words("two three four five six seven eight nine ten twelve sixteen"),
    of=words("of"),
    abbreviations=words("mr mrs ms dr prof st vs no inc corp ltd co eg e.g i.e etc approx dept fig jr sr rev gen capt u.s"),
)  # fmt: skip
