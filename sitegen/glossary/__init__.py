"""Terms: read from the glossary's files, compiled into a lexicon, told apart by evidence."""
