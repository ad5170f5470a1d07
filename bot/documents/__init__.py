"""Documents people download: read from their sources, written as Word, PDF and Excel, and filled in for one asker."""
