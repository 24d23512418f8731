"""Values as editors write them: the inverse of `schema.read_as`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import yaml

from sitegen.dates import PartialDate
from sitegen.model import Term
from sitegen.yamlfile import Node


def written(value: Any) -> Any:
    """A value of the model as mappings, lists and text; what has its default is left out."""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, msgspec.Struct):
        kept = ((f.encode_name, getattr(value, f.name), f) for f in msgspec.structs.fields(value))
        return {name: written(item) for name, item, field in kept if item != _default(field)}
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [written(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else value


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default_factory() if callable(field.default_factory) else field.default


def as_node(value: Any, line: int) -> Node:
    """Mappings, lists and scalars that all stand on one line of a file, ready for `schema.read_as`."""
    if isinstance(value, dict):
        return Node({key: as_node(item, line) for key, item in value.items()}, line, dict.fromkeys(value, line))
    if isinstance(value, list | tuple):
        return Node(tuple(as_node(item, line) for item in value), line)
    return Node(str(value).lower() if isinstance(value, bool) else str(value), line)


def as_yaml(terms: Sequence[Term]) -> str:
    """Terms as a file of the glossary."""
    return yaml.dump(
        [written(term) for term in terms], Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110
    )
