"""The JSON Schemas of the files that editors write, from the types that check them."""

from __future__ import annotations

from typing import Any

import msgspec

from sitegen.config import Config
from sitegen.dates import PartialDate
from sitegen.model import Metadata, Term

_ROOTS: dict[str, Any] = {"config": Config, "article": Metadata, "term": tuple[Term, ...]}
_DATE = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def json_schema(which: str) -> str:
    """The JSON Schema (2020-12) of `config`, `article` (front matter or sidecar) or `term` files."""
    schema = msgspec.json.schema(_ROOTS[which])
    definitions = schema.get("$defs", {})
    if PartialDate.__name__ in definitions:
        definitions[PartialDate.__name__] = _DATE
    for definition in definitions.values():
        if definition.get("type") == "object" and "properties" in definition:
            definition["additionalProperties"] = False
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode()
