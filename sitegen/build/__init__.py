"""The one place that knows the order: from an archive on disk to a site on disk."""

from sitegen.build.content import Content, Options, read_content, texts_of
from sitegen.build.publishing import Report, build, check
from sitegen.ledger import ledger_lines

__all__ = ["Content", "Options", "Report", "build", "check", "ledger_lines", "read_content", "texts_of"]
