"""Chinese: no inflection; what stands behind the name of a person or of a thing named after one."""

from sitegen.glossary.languages.pack import Pack

PACK = Pack(
    language="zh",
    head="last",
    endings=(),
    behind_names=(
        "先生",
        "女士",
        "小姐",
        "教授",
        "博士",
        "少将",
        "上将",
        "中将",
        "奖",
        "大学",
        "学院",
        "纪念馆",
        "大街",
    ),
)
