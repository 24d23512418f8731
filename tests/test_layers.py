"""A module imports only from lower layers, and stages never import each other."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "sitegen"
LAYERS = [
    {"__init__", "problems", "progress", "dates", "urls", "markup", "sealed", "words"},
    {"jinja", "reader", "model", "sanitise", "incremental", "store", "trees", "typography"},
    {"yamlfile", "discover", "language", "sidecar", "views", "positions", "theme", "versions", "write"},
    {"schema", "templates", "outputs", "pictures"},
    {"config", "parse", "render", "glossary", "notes"},
    {"addresses", "annotate", "formats", "interchange", "related"},
    {"crossref", "taxonomies"},
    {"ledger", "assets", "doctor", "incoming", "owners", "pages", "replacing"},
    {"facets", "feeds", "data", "explain", "mending"},
    {"build"},
    {"watch", "preview"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
# Modules of one layer that may know one another, in this direction only.
WITHIN = {("dates", "problems"), ("model", "model")}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sitegen"):
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names if alias.name in RANK]


def module_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def test_every_module_has_a_layer():
    assert {module_of(path) for path in PACKAGE.rglob("*.py")} <= RANK.keys()


def test_imports_go_down():
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {there}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for there in imports(path)
        if there != (here := module_of(path)) and RANK[there] >= RANK[here] and (here, there) not in WITHIN
    ]
    assert wrong == []
