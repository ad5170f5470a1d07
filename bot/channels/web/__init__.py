"""The web: pages to ask, read and download, a JSON API, and the console for admins. Starlette stays in here."""

from bot.channels.web.channel import WebChannel

__all__ = ["WebChannel"]
