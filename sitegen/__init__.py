"""sitegen turns a folder of news articles, as found, into an annotated website."""

__version__ = "0.1.0"
