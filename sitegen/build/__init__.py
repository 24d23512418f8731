"""The one place that knows the order: from an archive on disk to a site on disk."""

from sitegen.build.content import Content, Options, mentions_of, read_content, read_mentions, texts_of
from sitegen.build.publishing import Report, build, check

__all__ = [
    "Content",
    "Options",
    "Report",
    "build",
    "check",
    "mentions_of",
    "read_content",
    "read_mentions",
    "texts_of",
]
