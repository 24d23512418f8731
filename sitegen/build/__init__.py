"""The one place that knows the order: from an archive on disk to a site on disk."""

from sitegen.build.content import mentions_of, read_content, read_mentions, texts_of
from sitegen.build.drafting import Draft, Edit, edit_of
from sitegen.build.inputs import forget
from sitegen.build.publishing import Built, build, built, check
from sitegen.build.reporting import Content, Options, Report

__all__ = [
    "Built",
    "Content",
    "Draft",
    "Edit",
    "Options",
    "Report",
    "build",
    "built",
    "check",
    "edit_of",
    "forget",
    "mentions_of",
    "read_content",
    "read_mentions",
    "texts_of",
]
