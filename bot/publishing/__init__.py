"""Sources to Word, PDF and Excel: what builds the documents people download; serving needs none of it."""
