"""Examples in files: a title, a dot, an input, a dot, what is expected, a dot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def spelt(text: str) -> str:
    """Characters that can't be seen are written as escapes in the files."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


def load_cases(path: Path, parts: int = 2) -> list:
    """The cases of a file as parameters, each named by its title. `parts` are those after the title."""
    *fields, rest = re.split(r"^\.\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not rest.strip(), f"{path.name} ends within a case"
    assert len(fields) % (parts + 1) == 0, f"{path.name} has a case with too many or too few parts"
    cases = [fields[at : at + parts + 1] for at in range(0, len(fields), parts + 1)]
    return [
        pytest.param(*(spelt(part.removesuffix("\n")) for part in rest), id=title.strip()) for title, *rest in cases
    ]
