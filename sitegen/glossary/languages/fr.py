"""French: plurals of nouns and adjectives, of a name's words up to its first preposition."""

from sitegen.glossary.languages.pack import Pack, words

PACK = Pack(
    language="fr",
    head="leading",
    links=words("à au aux avec de des du en et la le les ou par pour sans sur un une sous dans"),
    irregular={
        "œil": ("yeux",), "ciel": ("cieux", "ciels"), "travail": ("travaux",), "vitrail": ("vitraux",),
        "bail": ("baux",), "émail": ("émaux",), "bijou": ("bijoux",), "caillou": ("cailloux",), "monsieur": ("messieurs",),
    },
    endings=(
        ("s", ()),
        ("x", ()),
        ("z", ()),
        ("eau", ("eaux",)),
        ("eu", ("eux", "eus")),
        ("al", ("aux", "als")),
        ("", ("s",)),
    ),
    spellings=(("œ", "oe"),),
    fixed_words=words(
        "aujourd'hui presqu'île presqu'îles presqu'ile presqu'iles entr'acte entr'actes quelqu'un quelqu'une prud'homme"
        " prud'hommes prud'homie d'abord d'accord d'ailleurs d'habitude d'emblée d'avance d'office d'antan l'on"
        " d'œuvre d'oeuvre d'autrui d'entre d'après s'il s'ils c'est c'était n'est n'a"
    ),
    closed_class=words(
        "le la les un une des du de d l au aux ce cet cette ces mon ton son ma ta sa mes tes ses notre votre leur nos vos"
        " leurs je tu il elle on nous vous ils elles me te se lui y en qui que quoi dont où et ou mais donc or ni car si"
        " à dans par pour sans sous sur vers chez avec entre contre depuis pendant avant après ne pas plus moins très est"
        " sont était étaient a ont avait être avoir fait"
    ),
    before_verbs=words("je tu ils elles"),
    joining=words("et ou mais ni"),
    titles=words(
        "m mme mlle mm monsieur madame mademoiselle dr docteur pr professeur maître me père sœur soeur frère mère saint"
        " sainte amiral amirale général générale capitaine colonel président présidente ministre juge sénateur roi reine"
        " prince princesse tante oncle"
    ),
    saying=words(
        "dit déclare déclarait explique expliquait affirme raconte ajoute précise écrit assure estime répond pense croit"
        " sourit rit mourut naquit vécut écrivit épousa"
    ),
    named_after=words(
        "rue avenue boulevard quai place lac fleuve pont lycée collège école gare aéroport prix médaille"
        " fondation institut université musée hôpital église hôtel théorème île mont"
    ),
    numbers=words("deux trois quatre cinq six sept huit neuf dix douze seize"),
    of=words("de du des d"),
    abbreviations=words("m mme mlle mm dr pr st ste p ex etc av bd art no n° cf env vol"),
)  # fmt: skip
