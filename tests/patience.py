"""How much longer than on a quiet machine a test waits before it gives up.

The limits of the rigs' waits are there so that a broken program fails instead of hanging; they measure nothing. What
holds a time is marked `timed` and runs alone.
"""

PATIENCE = 8
