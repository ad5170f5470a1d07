"""Every sentence that people see and that isn't knowledge, in one place, a file for each thing they are said about.

Placeholders in braces are filled in by the code that uses the sentence. Change the words freely, keep the braces. Code says
`from bot import wording` and `wording.NAME`: names are unique over all files.
"""

from __future__ import annotations

from bot.wording.admin_editing_texts import *
from bot.wording.answer_texts import *
from bot.wording.bench_texts import *
from bot.wording.channels import *
from bot.wording.command_texts import *
from bot.wording.console import *
from bot.wording.desk_texts import *
from bot.wording.document_texts import *
from bot.wording.edit_texts import *
from bot.wording.form_texts import *
from bot.wording.guide_texts import *
from bot.wording.health_texts import *
from bot.wording.hot_reload_texts import *
from bot.wording.import_export_texts import *
from bot.wording.inquiry_texts import *
from bot.wording.key_texts import *
from bot.wording.law_texts import *
from bot.wording.link_texts import *
from bot.wording.loading_texts import *
from bot.wording.local_texts import *
from bot.wording.mail_texts import *
from bot.wording.masking_texts import *
from bot.wording.matching_texts import *
from bot.wording.qq_texts import *
from bot.wording.report_texts import *
from bot.wording.setting_texts import *
from bot.wording.shelf_texts import *
from bot.wording.store_texts import *
from bot.wording.telegram_texts import *
from bot.wording.terminal_texts import *
from bot.wording.web_texts import *
from bot.wording.workbook_texts import *
