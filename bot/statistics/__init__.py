"""Counts, the month's report and the week's digest."""
