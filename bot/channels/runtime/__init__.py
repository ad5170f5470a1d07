"""What every channel shares: a message is kept before it is acknowledged, answered in order, and nothing goes out twice.

transport.py             what a wire is to the rest, and what it can do: what a new channel implements
dispatcher.py            one message from what came in to the delivered answer; attempts, apologies
durable_inbox.py         what must outlive the process
quarantine.py            which message kills the process, and which were only there
keyed_queue.py           conversations beside each other, the messages of one in order
sender.py                sending until the service has it: waits, outages, refusals, resuming
outbox_sender.py         messages that nobody asked for just now
message_limits.py        how much one person may say a minute
received_message.py      a message that was kept, and one that was parsed
admission.py             which messages are answered: limits, quiet, what needn't be said
settlement.py            what became of each message, noted in a store that may fail
group_manners.py         what is better left unsaid where several read along
reply_windows.py         messages that may still be answered, where a service lets a bot answer only for a while
attachments.py           files, by the name the service knows them by
capability_fallbacks.py  numbers where there are no buttons, tokens for long actions, links where files can't go
text.py                  texts cut to a limit at the ends of paragraphs and sentences
supervisor.py            begins a channel anew that has died or fallen silent
wire_lease.py            one process a wire, where several serve
timeouts.py              how long everything may take
"""

from bot.channels.runtime.attachments import Attachments, Link, Upload
from bot.channels.runtime.dispatcher import Dispatcher, DispatcherOptions
from bot.channels.runtime.message_limits import Limits
from bot.channels.runtime.supervisor import State, Supervisor
from bot.channels.runtime.text import cut, pack, plain_pieces
from bot.channels.runtime.timeouts import Timeouts
from bot.channels.runtime.transport import (
    Accept,
    Ask,
    Capabilities,
    Destination,
    Incoming,
    MessageKey,
    NotNow,
    Piece,
    Rejected,
    RetryLater,
    Transport,
    Unreachable,
)
from bot.channels.runtime.wire_lease import WireLease

__all__ = [
    "Accept",
    "Ask",
    "Attachments",
    "Capabilities",
    "Destination",
    "Dispatcher",
    "DispatcherOptions",
    "Incoming",
    "Limits",
    "Link",
    "MessageKey",
    "NotNow",
    "Piece",
    "Rejected",
    "RetryLater",
    "State",
    "Supervisor",
    "Timeouts",
    "Transport",
    "Unreachable",
    "Upload",
    "WireLease",
    "cut",
    "pack",
    "plain_pieces",
]
