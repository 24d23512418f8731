"""The JSON Schemas take what the program takes, and refuse a slip in a key or a value."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from sitegen.formats import json_schema

ARTICLE = """
title: One
date: 2024-01
tags: [a]
translation: {of: other, language: fr, by: machine}
terms: {density: all, except: [gpu]}
pins: [{form: Grace, term: none}]
notes: [{id: n, kind: correction, quote: a b, was: a, now: c, body: {en: B}, date: 2024}]
"""
TERM = """
- {id: gpu, kind: component, label: {any: GPU}, forms: {fr: [puce]}, prior: cue, cues: {near: {any: [chip]}},
   facts: [{name: size, value: x, from: 2023, source: {title: t}}], related: [{is: uses, term: hbm}]}
"""
CONFIG = "{title: Test, languages: [en], links: {density: section}}"
GOOD = [
    ("article", ARTICLE),
    ("article", "{}"),
    ("article", "terms: off"),
    ("term", TERM),
    ("term", "[]"),
    ("config", CONFIG),
    ("config", "{title: Test, markdown: {engine: commonmark, extensions: [tables]}}"),
]
BAD = [
    ("article", "titel: One"),
    ("article", "date: 2024-1"),
    ("article", "status: drafted"),
    ("article", "notes: [{id: n, kind: remark, body: B}]"),
    ("article", "notes: [{id: n, kind: context}]"),
    ("term", "[{id: gpu, kind: component}]"),
    ("term", "[{id: gpu, kind: componnent, label: GPU}]"),
    ("term", "{id: gpu}"),
    ("config", "{languages: [en]}"),
    ("config", "{title: Test, links: {denisty: all}}"),
    ("config", "{title: Test, markdown: {engine: common}}"),
]


def errors(which, text):
    schema = json.loads(json_schema(which))
    Draft202012Validator.check_schema(schema)
    return list(Draft202012Validator(schema).iter_errors(yaml.load(text, yaml.BaseLoader)))


@pytest.mark.parametrize(("which", "text"), GOOD)
def test_what_is_right_passes(which, text):
    assert errors(which, text) == []


@pytest.mark.parametrize(("which", "text"), BAD)
def test_what_is_wrong_does_not(which, text):
    assert errors(which, text)
