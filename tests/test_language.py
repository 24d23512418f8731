"""Which language a text is in, without a net."""

import socket

import pytest

from sitegen.language import detect_language, is_language

TEXTS = {
    "en": "The new chip is faster than the one before it, and its memory is four times as large, the company said on Monday.",
    "fr": "La nouvelle puce est plus rapide que la précédente et sa mémoire est quatre fois plus grande, a dit l’entreprise lundi.",
    "de": "Der neue Chip ist schneller als der vorige, und sein Speicher ist viermal so groß, sagte das Unternehmen am Montag.",
    "es": "El nuevo chip es más rápido que el anterior y su memoria es cuatro veces mayor, dijo la empresa el lunes.",
    "zh": "该公司周一表示，新芯片比上一代更快，内存容量是上一代的四倍，将用于训练人工智能模型。",
    "ja": "同社は月曜日、新しいチップは前の世代より速く、メモリは四倍になったと発表した。",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_six_languages(language, text):
    assert detect_language(text, "xx") == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Chips are in short supply this year."),
        ("fr", "Les puces manquent cette année encore."),
        ("de", "Chips sind in diesem Jahr knapp geworden."),
        ("es", "Los chips escasean este año en Europa."),
        ("ja", "今年は半導体が足りないとメーカーは言っている。"),
        ("zh", "今年芯片供应不足，许多公司表示价格将继续上涨。"),
    ],
)
def test_a_sentence_is_enough(language, text):
    assert detect_language(text, "xx") == language


@pytest.mark.parametrize(
    "text", ["", " \n", "H100", "GPU, HBM, TSMC", "123 456 789 012 345 678 901", "* * * " * 20, "nineteen letters ab"]
)
def test_too_few_letters_leave_the_fallback(text):
    assert detect_language(text, "fr") == "fr"


def test_twenty_letters_are_enough():
    assert detect_language("nineteen letters ab", "xx") == "xx"
    assert detect_language("nineteen letters abcde", "xx") != "xx"


def test_the_beginning_decides():
    assert detect_language(TEXTS["fr"] * 50 + TEXTS["en"] * 500, "xx") == "fr"


def test_the_same_text_is_in_the_same_language_whatever_came_before():
    first = {language: detect_language(text, "xx") for language, text in TEXTS.items()}
    again = {language: detect_language(text, "xx") for language, text in reversed(TEXTS.items())}
    assert first == again


def test_nothing_is_fetched(monkeypatch):
    monkeypatch.delattr(socket, "socket")
    assert detect_language(TEXTS["es"], "xx") == "es"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", True), ("zh-Hant", True), ("pt-BR", True), ("gsw", True), ("de-CH-1996", True),
        ("", False), ("e", False), ("english", False), ("en_GB", False), ("en-", False), ("fr\n", False),
        ('en"><script>', False), ("a" * 36, False), ("en" + "-abcdefgh" * 4, False),
    ],
)  # fmt: skip
def test_the_form_of_a_tag(tag, expected):
    assert is_language(tag) is expected
