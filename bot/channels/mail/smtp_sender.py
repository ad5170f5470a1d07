"""Sends a mail by SMTP, and says in the runtime's terms what went wrong."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from functools import lru_cache

from bot.channels.mail.timeouts import MailTimeouts
from bot.channels.runtime import Rejected, RetryLater, Unreachable
from bot.daemon_thread import run_in_daemon
from bot.settings import MailSettings, mail_server

BUSY = 120.0
"""Seconds to wait when a provider says that it is too much just now."""
_TOO_MUCH = ("frequen", "limit", "too many", "rate", "quota")
"""Words of refusals that pass: providers number them like those for good."""


async def send_mail(
    settings: MailSettings, timeouts: MailTimeouts, mail: EmailMessage, to: str, taken: Callable[[], None]
) -> None:
    """Send a mail; returns once the server has it. Raises RetryLater, Unreachable, Rejected, or StoreError.

    `taken` is called in the very moment in which the server says that it has it: what ends the process from then on doesn't
    send it again.
    """
    try:
        await run_in_daemon(lambda: _send(settings, timeouts.network, mail, to, taken), "mail-out")
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()), (550, b""))
        raise _error_of(code, reason) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Unreachable("SMTP login refused") from error
    except smtplib.SMTPResponseException as error:
        raise _error_of(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(type(error).__name__) from error


def _error_of(code: int, reason: bytes | str) -> Exception:
    said = reason.decode("gb18030", "replace") if isinstance(reason, bytes) else str(reason)
    if code < 500:
        return RetryLater(BUSY) if code in (421, 450, 451, 452) else Unreachable(f"SMTP {code}")
    if any(word in said.lower() for word in _TOO_MUCH):
        return RetryLater(BUSY)
    return Rejected(f"SMTP {code}")


@lru_cache(1)
def tls_context() -> ssl.SSLContext:
    """How certificates are checked; reading the machine's takes a tenth of a second."""
    return ssl.create_default_context()


def _send(settings: MailSettings, wait: float, mail: EmailMessage, to: str, taken: Callable[[], None]) -> None:
    host, port = mail_server(settings, "smtp")
    if settings.security == "ssl":
        client: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=wait, context=tls_context())
    else:
        client = smtplib.SMTP(host, port, timeout=wait)
    try:
        if settings.security == "starttls":
            client.starttls(context=tls_context())
        client.ehlo_or_helo_if_needed()
        if client.has_extn("auth") or settings.security != "none":
            client.login(settings.user or settings.address, settings.password)
        client.send_message(mail, settings.address, [to])
        taken()
        with suppress(smtplib.SMTPException, OSError):  # it has the mail: whatever it says to a goodbye
            client.quit()
    finally:
        client.close()
