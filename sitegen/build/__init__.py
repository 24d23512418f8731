"""The one place that knows the order: from an archive on disk to a site on disk."""

from sitegen.build.content import mentions_of, read_content, read_mentions, texts_of
from sitegen.build.inputs import forget
from sitegen.build.publishing import build, check, render_site
from sitegen.build.reporting import Content, Options, Report

__all__ = [
    "Content",
    "Options",
    "Report",
    "build",
    "check",
    "forget",
    "mentions_of",
    "read_content",
    "read_mentions",
    "render_site",
    "texts_of",
]
