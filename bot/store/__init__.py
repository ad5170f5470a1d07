"""What people did, kept: the inbox, conversations, questions with their feedback, and questions left for a person.

`sqlite_store.py` keeps it in a file, or in memory for tests and trials; both are `bot.ports.Store`. `migrations.py` holds the
schema's history, `schema.sql` what it comes to, `row_mapping.py` what is made of a question and a reply.
"""
