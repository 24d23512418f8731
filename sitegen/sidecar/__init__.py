"""Changes to sidecars that leave every other byte as its editor wrote it."""

from sitegen.sidecar.adding import add_notes, add_pins
from sitegen.sidecar.editing import edit_note
from sitegen.sidecar.selectors import replace_fields, selector_lines
from sitegen.sidecar.writing import write_sidecar

__all__ = ["add_notes", "add_pins", "edit_note", "replace_fields", "selector_lines", "write_sidecar"]
