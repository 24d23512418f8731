"""Japanese: no inflection; what stands behind the name of a person or of a thing named after one."""

from sitegen.glossary.languages.pack import Pack

PACK = Pack(
    language="ja",
    head="last",
    endings=(),
    behind_names=("さん", "氏", "様", "先生", "教授", "博士", "提督", "少将", "准将", "賞", "大学", "通り", "記念館"),
)
