"""The pages of a site, as views."""

from sitegen.pages.article import article_pages
from sitegen.pages.home import home_pages
from sitegen.pages.lists import list_pages
from sitegen.pages.notes import note_pages
from sitegen.pages.terms import term_pages

__all__ = ["article_pages", "home_pages", "list_pages", "note_pages", "term_pages"]
