"""Glossaries in the formats of others: SKOS and tables, both ways, with nothing lost."""
