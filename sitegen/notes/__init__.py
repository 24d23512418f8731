"""Editors' notes: where they stand in an article's plain text."""
