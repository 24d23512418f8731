"""Structured data: JSON that says what the page says, and can't leave its script."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.pages.jsonld import script_json
from tests.archive import Site
from tests.records import views_of

BASE = "https://example.org/repo/"


def graph(view):
    data = json.loads(view.frame.json_ld)
    assert data.pop("@context") == "https://schema.org"
    return {item["@type"]: item for item in data.get("@graph", [data])}


def test_an_article(views):
    news = graph(views["articles/one/"])["NewsArticle"]
    assert news == {
        "@type": "NewsArticle",
        "@id": f"{BASE}articles/one/",
        "url": f"{BASE}articles/one/",
        "headline": "One & <only>",
        "inLanguage": "en",
        "datePublished": "2024-01-15",
        "dateModified": "2024-01-20",
        "description": "In short.",
        "author": [{"@type": "Person", "name": "Ann"}, {"@type": "Person", "name": "Bo"}],
        "publisher": {"@type": "Organization", "name": "The Paper"},
        "isBasedOn": "https://www.paper.example/one?a=b",
        "keywords": ["Chips", "C++"],
        "correction": [
            {
                "@type": "CorrectionComment",
                "url": f"{BASE}articles/one/#note-fixed",
                "text": "It is newer.",
                "inLanguage": "en",
                "datePublished": "2024-02-03",
            }
        ],
        "mentions": [
            {"@type": "DefinedTerm", "@id": f"{BASE}terms/{term}/", "name": name}
            for term, name in [("gpu", "GPU"), ("hopper", "Hopper"), ("nvidia", "Nvidia")]
        ],
    }


def test_a_correction_with_a_verdict_reviews_a_claim(views):
    assert graph(views["articles/one/"])["ClaimReview"] == {
        "@type": "ClaimReview",
        "url": f"{BASE}articles/one/#note-fixed",
        "claimReviewed": "older",
        "datePublished": "2024-02-03",
        "author": {"@type": "Person", "name": "Ann"},
        "publisher": {"@type": "Organization", "name": "Test", "url": BASE},
        "itemReviewed": {
            "@type": "Claim",
            "datePublished": "2024-01-15",
            "appearance": {"@type": "NewsArticle", "@id": f"{BASE}articles/one/"},
            "author": {"@type": "Organization", "name": "The Paper"},
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": "False",
        },
    }
    assert "ClaimReview" not in graph(views["articles/held/"])


def test_an_article_has_its_date_as_precise_as_it_is_and_nothing_empty(views):
    assert graph(views["articles/drei/"])["NewsArticle"]["datePublished"] == "2023"
    assert graph(views["articles/undated/"])["NewsArticle"].keys() == {
        "@type", "@id", "url", "headline", "inLanguage", "mentions",
    }  # fmt: skip


@pytest.mark.parametrize("slug", ["held", "short"])
def test_what_the_page_does_not_show_is_not_in_its_data(views, slug):
    assert not graph(views[f"articles/{slug}/"])["NewsArticle"].keys() & {"correction", "mentions", "description"}


def test_an_address_that_acts_is_left_out(views):
    assert "isBasedOn" not in graph(views["articles/quiet/"])["NewsArticle"]


def test_crumbs_lead_from_the_home_page_to_the_page(views):
    crumbs = graph(views["articles/one/"])["BreadcrumbList"]["itemListElement"]
    assert [(item["position"], item["name"], item.get("item")) for item in crumbs] == [
        (1, "Home", BASE),
        (2, "Archive", f"{BASE}archive/"),
        (3, "2024", f"{BASE}archive/2024/"),
        (4, "January", f"{BASE}archive/2024/01/"),
        (5, "One & <only>", None),
    ]


def test_a_term(views):
    assert graph(views["terms/gpu/"])["DefinedTerm"] == {
        "@type": "DefinedTerm",
        "@id": f"{BASE}terms/gpu/",
        "url": f"{BASE}terms/gpu/",
        "name": "GPU",
        "termCode": "gpu",
        "description": "A processor & more.",
        "inDefinedTermSet": f"{BASE}glossary/",
    }


def test_the_glossary(views):
    assert graph(views["glossary/"]) == {
        "DefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": f"{BASE}glossary/",
            "url": f"{BASE}glossary/",
            "name": "Test: Glossary",
        }
    }


@given(st.text("</script>!-&\u2028\u2029\"'\\é\0a", max_size=30))
def test_nothing_leaves_the_script(text):
    written = script_json({"headline": text})
    assert json.loads(written) == {"headline": text}
    assert not set("<>&\u2028\u2029") & set(written)


def test_a_hostile_article_stays_in_its_script(tmp_path):
    sign = "</script><script>alert(1)</script><!--"
    site = Site(tmp_path)
    fields = dict.fromkeys(("title", "summary", "publisher"), f"'{sign}'")
    site.article("one", sign, **fields, tags=f"['{sign}']", authors=f"['{sign}']")
    view = views_of(site)["articles/one/"]
    assert "<" not in view.frame.json_ld
    assert graph(view)["NewsArticle"]["headline"] == sign
