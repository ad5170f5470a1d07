"""A mailbox: questions by mail, answers in the same thread.

mail_message.py    bytes → what a mail says, whatever is wrong with it
html_text.py       HTML → lines
question_text.py   the question under greetings, signatures and quotes
automatic_mail.py  which mails are never answered
sender_check.py    whether our provider vouches for the sender
message_ids.py     signed Message-IDs: which thread a reply belongs to
compose.py         reply → mail
mail_storage.py    what is kept beside the messages: where reading stopped, threads, answers per sender and day
mailbox.py         IMAP, in a thread of its own
smtp_sender.py     SMTP
transport.py       all of it together
"""
