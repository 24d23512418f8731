"""Spanish: plurals of nouns and adjectives, of a name's words up to its first preposition."""

from sitegen.glossary.languages.pack import Pack, words

PACK = Pack(
    language="es",
    head="leading",
    links=words("a al con de del el en la las los o para por sin sobre un una y e"),
    irregular={
        "gran": ("grandes",), "buen": ("buenos",), "mal": ("malos",), "primer": ("primeros",), "tercer": ("terceros",),
        "joven": ("jóvenes",), "imagen": ("imágenes",), "orden": ("órdenes",), "régimen": ("regímenes",),
    },
    endings=(
        ("ión", ("iones",)),
        ("án", ("anes",)),
        ("én", ("enes",)),
        ("ín", ("ines",)),
        ("ón", ("ones",)),
        ("ún", ("unes",)),
        ("és", ("eses",)),
        ("ás", ("ases",)),
        ("z", ("ces",)),
        ("s", ("ses",)),
        *((vowel, (vowel + "s",)) for vowel in "aeioué"),
        ("í", ("íes", "ís")),
        ("ú", ("úes", "ús")),
        *((vowel, (vowel + "s",)) for vowel in "áó"),
        *((ending, (ending + "es",)) for ending in ("dor", "tor", "ad", "ed", "ud")),
        *((letter, (letter + "es", letter + "s")) for letter in "dlnr"),
        ("y", ("yes", "ys")),
        ("", ("s", "es")),
    ),
    closed_class=words(
        "el la los las un una unos unas lo al del de a ante bajo con contra desde en entre hacia hasta para por según sin"
        " sobre tras y e o u ni que pero si como cuando donde quien cual yo tú él ella nosotros ellos ellas me te se nos"
        " le les mi tu su mis tus sus este esta estos estas ese esa eso no más muy ya también es son era fue ha han había"
    ),
    joining=words("y e o u pero ni"),
    titles=words(
        "sr sra srta señor señora señorita don doña dr dra doctor doctora prof profesor profesora padre madre hermana"
        " hermano san santa almirante general capitán coronel presidente presidenta ministro ministra juez jueza rey reina"
        " príncipe princesa tía tío"
    ),
    saying=words(
        "dijo dice explicó explica afirmó afirma escribió escribe añadió contó cuenta preguntó respondió piensa cree murió"
        " nació vivió sonrió"
    ),
    named_after=words(
        "calle avenida plaza paseo río lago puente estación aeropuerto premio medalla fundación instituto"
        " universidad museo escuela hospital iglesia hotel teorema isla monte"
    ),
    numbers=words("dos tres cuatro cinco seis siete ocho nueve diez doce dieciséis"),
    of=words("de del"),
    abbreviations=words("sr sra srta dr dra prof ej p etc av núm ee uu aprox art fig pág"),
)  # fmt: skip
