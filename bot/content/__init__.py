"""The knowledge and the guides: files that people write, read strictly into checked records."""
