"""German: case endings, genitives and plurals; adjectives that agree with their noun."""

from sitegen.glossary.languages.pack import Pack, words

PACK = Pack(
    language="de",
    head="agreeing",
    links=words("am an auf aus bei das der die für im in mit und von vom zu zum zur ohne des den dem"),
    adjective=("en", "er", "es", "em", "e"),
    irregular={"Virus": ("Viren",), "Modus": ("Modi",), "Korpus": ("Korpora",), "Atlas": ("Atlanten",)},
    endings=(
        ("ium", ("iums", "ien")),
        ("imum", ("imums", "ima")),
        ("um", ("ums", "en")),
        ("ung", ("ungen",)),
        ("heit", ("heiten",)),
        ("keit", ("keiten",)),
        ("schaft", ("schaften",)),
        ("tät", ("täten",)),
        ("ion", ("ionen", "ions")),
        ("ik", ("iken",)),
        ("nis", ("nisse", "nisses", "nissen")),
        ("mus", ("men",)),
        ("ius", ("ien",)),
        ("us", ("usse", "usses", "ussen")),
        ("rix", ("rizen", "rixen")),
        ("ex", ("exe", "exen", "exes", "izes")),
        ("ma", ("mas", "mata", "men")),
        ("sis", ("sen",)),
        ("or", ("ors", "oren", "ore")),
        ("in", ("ins", "innen", "ine", "inen")),
        ("er", ("ers", "ern")),
        ("el", ("els", "eln")),
        ("en", ("ens",)),
        ("chen", ("chens",)),
        ("e", ("en", "es")),
        ("ell", ("ells", "elle", "ellen", "elles")),
        ("al", ("als", "ale", "alen", "ales")),
        ("ß", ("ße", "ßes", "ßen")),
        ("s", ("se", "ses", "sen")),
        ("z", ("ze", "zes", "zen")),
        *((vowel, (vowel + "s",)) for vowel in "aioy"),
        ("", ("s", "es", "e", "en", "er", "ern")),
    ),
    changed_vowels=(("au", "äu"), ("a", "ä"), ("o", "ö"), ("u", "ü")),
    with_changed_vowel=("e", "en", "er", "ern"),
    unchanged_endings=(
        "a", "e", "i", "o", "y", "er", "el", "en", "or", "um", "us", "ung", "heit", "keit", "schaft", "ion", "ik", "nis",
        "in", "ma", "sis", "rix", "ex", "ent", "ant", "ist",
    ),
    spellings=(("ß", "ss"),),
    capital_nouns=True,
    solid_compounds=True,
    closed_class=words(
        "der die das des dem den ein eine einer eines einem einen dies dieser diese dieses diesem diesen jener jene jenes"
        " kein keine keiner mein dein sein ihr unser euer ich du er sie es wir man wer was welche welcher welches und oder"
        " aber denn sondern wenn weil dass als wie ob so an auf aus bei bis durch für gegen hinter in mit nach neben ohne"
        " seit über um unter von vor zu zwischen am im zum zur vom nicht auch nur noch schon sehr mehr hier da dort dann"
        " ist sind war waren hat haben hatte wird werden wurde kann können soll muss will"
    ),
    joining=words("und oder aber sondern"),
    titles=words(
        "herr herrn frau dr prof professor professorin schwester bruder pater mutter vater könig königin prinz prinzessin"
        " admiral admiralin general kapitän oberst präsident präsidentin minister ministerin richter richterin tante onkel"
        " sankt st"
    ),
    saying=words(
        "sagt sagte erklärt erklärte meint meinte schreibt schrieb erzählt erzählte fragt fragte betont betonte glaubt"
        " lächelt lachte starb lebte heiratete"
    ),
    named_after=words(
        "straße strasse platz weg allee brücke see fluss bahnhof flughafen preis medaille stiftung institut"
        " universität museum schule gymnasium krankenhaus kirche hotel satz"
    ),
    numbers=words("zwei drei vier fünf sechs sieben acht neun zehn zwölf sechzehn"),
    of=words("der des von vom"),
    abbreviations=words("z b d h u a ca bzw usw etc dr prof nr str st vgl abb mio mrd inkl zzgl sog evtl ggf"),
)  # fmt: skip
