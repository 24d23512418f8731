"""The preview: a site from memory on this machine alone, that changes in open pages as it is saved."""

from sitegen.preview.app import Preview
from sitegen.preview.server import Server, listen

__all__ = ["Preview", "Server", "listen"]
