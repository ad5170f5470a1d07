"""A mailbox: questions by mail, answers in the same thread.

letter.py          bytes → what a mail says, whatever is wrong with it
html_text.py       HTML → lines
question_text.py   the question under greetings, signatures and quotes
guards.py          which mails are never answered
sender_check.py    whether our provider vouches for the sender
tokens.py          signed Message-IDs: which thread a reply belongs to
compose.py         reply → mail
ledger.py          what is kept beside the messages: where reading stopped, threads, answers per sender and day
mailbox.py         IMAP, in a thread of its own
submission.py      SMTP
transport.py       all of it together
"""
