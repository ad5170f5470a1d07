"""A strict local Telegram Bot API server, with people to talk to the bot: for tests of the real library over a real port.

    async with BotApi() as api:                 # api.base_url, api.token go into the bot's settings
        li = api.user("李")
        await li.say("多少名会员才能成立工会？")
        assert "二十五" in (await li.reply()).text
        await li.press("有用")
        li, wang = api.group("工会群", forum=True).join("李", "王")
        await wang.say(f"@{api.username} 怎么换届")

It refuses what Telegram refuses, in Telegram's words (taken from the Bot API's documentation and from tdlib's tests and
sources, read, not copied), and also what Telegram would pass over in silence: parameters it doesn't know. Trouble is
made to order: see `Faults`, `BotApi.down`, `BotApi.revoke`.
"""

from tests.botapi.faults import Faults
from tests.botapi.messages import Bubble
from tests.botapi.people import Group, InlineAnswer, Person
from tests.botapi.server import BotApi

__all__ = ["BotApi", "Bubble", "Faults", "Group", "InlineAnswer", "Person"]
