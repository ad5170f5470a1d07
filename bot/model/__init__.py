"""What the parts hand to each other: frozen records of plain types, without behaviour beyond reading themselves."""

from __future__ import annotations

from bot.model.channel_load import *
from bot.model.conversation import *
from bot.model.conversation_ref import *
from bot.model.documents import *
from bot.model.edits import *
from bot.model.held_laws import *
from bot.model.knowledge import *
from bot.model.local_facts import *
from bot.model.stored_data import *
from bot.model.web_records import *
