"""`python -m bot` is `jianhui`."""

import sys

from bot.cli import main

sys.exit(main())
