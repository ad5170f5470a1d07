"""Telegram: its wire alone. What every channel shares is in `bot.channels.runtime`.

    transport.py       what the runtime drives: both directions of the wire
    http_client.py     the library's bot and its requests: outages, refused tokens, discreet logs
    update_source.py   raw updates, fetched by polling or brought by a webhook
    parse.py           wire → question        mentions.py: whether a group message is for the bot
    address.py         places in Telegram, and the keys of conversations, messages and askers
    format.py          reply → wire           inline_mode.py: suggestions while someone types
    bot_commands.py    the command menu and the descriptions
    timeouts.py        how long calls may take

Nothing outside this package imports `telegram`, and nothing of `telegram` leaves it.
"""
