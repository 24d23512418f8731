"""What a form means where it stands."""

import pytest

from sitegen.annotate import LinkRules, annotate
from sitegen.discover import Found, digest_of
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.model import Cues, MarkdownOptions, Relation, Term
from sitegen.parse import parse_article
from sitegen.render import render

TERMS = [
    Term("cpu", "product", "Grace", prior="cue", related=(Relation("made-by", "nvidia"),),
         cues=Cues(near={"any": ("CPU", "Arm")}, against={"any": ("chatbot",)})),
    Term("bot", "software", "Grace", prior="cue", cues=Cues(near={"any": ("chatbot",)})),
    Term("gpu", "component", "GPU"),
    Term("nvidia", "company", "Nvidia"),
    Term("puce", "component", {"fr": "puce"}, cues=Cues(against={"fr": ("chien",)})),
    Term("hopper", "architecture", "Hopper", misspelt={"any": ("Hooper",)}),
]  # fmt: skip


def annotated(text, *, density="all", meta="", suffix=".md"):
    source = f"---\ntitle: t\ndate: 2024\nlanguage: fr\n{meta}---\n{text}\n".encode()
    parsed = parse_article(Found(f"a{suffix}", source, digest_of(source)), None, "content", "en")
    assert parsed.problems == ()
    lexicon = Lexicon(sorted(TERMS, key=lambda t: t.id))
    head = source.decode()[: parsed.article.body_start]
    document = render(parsed.article, MarkdownOptions())
    return annotate(document, parsed.article, head, lexicon, Senses(lexicon), LinkRules(density, 0, "warning"), {})


def decided(text, **options):
    return [(m.surface, m.term, m.state) for m in annotated(text, **options).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grace est un CPU.", ("Grace", "cpu", "accepted")),
        ("Grace est un chatbot.", ("Grace", "bot", "accepted")),
        ("Grace, une amie.", ("Grace", "bot", "undecided")),
        ("Une puce rapide.", ("puce", "puce", "accepted")),
        ("La puce du chien.", ("puce", "puce", "refused")),
        ("La Hooper.", ("Hooper", "hopper", "misspelt")),
        ("`GPU`", ("GPU", "gpu", "excluded")),
        ('<span class="noterm">GPU</span>', ("GPU", "gpu", "excluded")),
        ("https://x.y/GPU", ("GPU", "gpu", "excluded")),
        ("ftp://x.y/GPU", ("GPU", "gpu", "excluded")),
        ("exemple.fr/GPU", ("GPU", "gpu", "excluded")),
        (r"C:\\pilotes\\GPU", ("GPU", "gpu", "excluded")),
        ("# GPU\n\nx", ("GPU", "gpu", "accepted")),
    ],
)
def test_decisions(text, expected):
    assert decided(f"x\n\n{text}" if not text.startswith("#") else f"x\n\n#{text}")[0] == expected


def test_a_cue_in_the_sentence_outweighs_the_article():
    text = "Grace est un CPU Arm.\n\nUn chatbot existe. Le chatbot Grace parle."
    assert [d[1] for d in decided(text)] == ["cpu", "bot"]


def test_conflicting_cues_in_one_sentence_leave_it_open():
    problems = annotated("Grace est un CPU et un chatbot.").record.problems
    assert len(problems) == 1
    assert "pins: [{form: Grace, term: " in problems[0].remedy


def test_a_pin_decides():
    meta = "pins: [{form: Grace, term: none}]\n"
    mention = annotated("Grace est un CPU.", meta=meta).mentions[0]
    assert mention.state == "refused"
    assert mention.rule == "label, pin"
    assert {r.term for r in mention.refused} == {"bot", "cpu"}


@pytest.mark.parametrize(("density", "linked"), [("article", 1), ("section", 2), ("all", 3)])
def test_density(density, linked):
    result = annotated("GPU et GPU.\n\n## Partie\n\nGPU.", density=density)
    assert sum(m.linked for m in result.mentions) == linked
    assert len(result.mentions) == 3


def test_heads_of_tables_are_recorded_without_a_link():
    result = annotated("| GPU | Prix |\n| --- | --- |\n| GPU | 1 |")
    assert [(m.linked, m.rule) for m in result.mentions] == [
        (False, "label, only sense, in header"),
        (True, "label, only sense"),
    ]


def test_a_raised_figure_is_no_part_of_a_name():
    assert [m.surface for m in annotated("Le GPU<sup>1</sup> et le GPU[^1].\n\n[^1]: Non.").mentions] == [
        "GPU",
        "GPU",
    ]
    assert annotated("G<sub>P</sub>U").mentions == ()


def test_a_passage_in_another_language_takes_its_words():
    text = 'Il dit <span lang="en">a puce, <span lang="fr">une puce</span>, puce</span> et puce.'
    assert [m.start for m in annotated(text).mentions] == [19, 33]


def test_terms_can_be_switched_off():
    assert decided("GPU", meta="terms: off\n") == []
    result = annotated("GPU, Nvidia", meta="terms: {except: [gpu]}\n")
    assert [m.linked for m in result.mentions] == [False, True]


def test_line_and_column_are_those_of_the_file():
    mention = annotated("Premier.\n\nLe **GPU** ici.").mentions[0]
    assert (mention.line, mention.column) == (8, 6)


def test_a_mention_split_by_mark_up_is_one():
    result = annotated("Le G*PU* ici.")
    assert len(result.mentions) == 1
    assert result.blocks[0].html.count('id="m-gpu-1"') == 1
