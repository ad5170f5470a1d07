"""The edges between the parts, as protocols: what the desk needs of an index and a store, and a channel of the desk."""

from __future__ import annotations

from bot.ports.channel_storage import *
from bot.ports.inquiry_storage import *
from bot.ports.ranking import *
from bot.ports.services import *
from bot.ports.storage import *
from bot.ports.web_storage import *
