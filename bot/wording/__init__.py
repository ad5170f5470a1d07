"""Every sentence that people see and that isn't knowledge, in one place, a file for each thing they are said about.

Placeholders in braces are filled in by the code that uses the sentence. Change the words freely, keep the braces. Code says
`from bot import wording` and `wording.NAME`: names are unique over all files.
"""

from __future__ import annotations

from bot.wording.answers import *
from bot.wording.bench import *
from bot.wording.cases import *
from bot.wording.command import *
from bot.wording.desk import *
from bot.wording.documents import *
from bot.wording.editing import *
from bot.wording.exchange import *
from bot.wording.filling import *
from bot.wording.guides import *
from bot.wording.keeping import *
from bot.wording.loading import *
from bot.wording.masking import *
from bot.wording.matching import *
from bot.wording.report import *
from bot.wording.settings import *
from bot.wording.shelf import *
from bot.wording.store import *
from bot.wording.telegram import *
from bot.wording.terminal import *
from bot.wording.upkeep import *
from bot.wording.workbooks import *
