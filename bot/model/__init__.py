"""What the parts hand to each other: frozen records of plain types, without behaviour beyond reading themselves."""

from __future__ import annotations

from bot.model.conversation import *
from bot.model.documents import *
from bot.model.edits import *
from bot.model.health import *
from bot.model.knowledge import *
from bot.model.law_texts import *
from bot.model.local import *
from bot.model.places import *
