"""YAML read strictly, every problem with file and line, and written back to the line."""
