"""The Telegram channel: updates of the Bot API become questions, replies become messages.

    channel.py      the parts wired together; serves until cancelled, shuts down cleanly
    connection.py   the library's bot and its requests: outages, refused tokens, discreet logs
    intake.py       what Telegram sends is stored before it is confirmed
    ledger.py       what must outlive the process: pending updates, pieces sent, who was being asked when it died
    lanes.py        chats beside each other, the messages of a chat one after the other
    answering.py    one update from question to delivered reply; errors, attempts, edits
    address.py      places in Telegram, and the keys of conversations and askers
    inward.py       wire → question        groups.py: whether a group message is for the bot
    outward.py      reply → wire           inline.py: suggestions while someone types
    delivery.py     sending until Telegram has it: limits, outages, refusals
    parcels.py      files: uploaded once, then sent by the name Telegram gave them
    posting.py      messages that nobody asked for just now, from the outbox
    menu.py         the command menu and the descriptions
    timing.py       how long everything may take

Nothing outside this package imports `telegram`, and nothing of `telegram` leaves it.
"""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.timing import Timing

__all__ = ["TelegramChannel", "Timing"]
