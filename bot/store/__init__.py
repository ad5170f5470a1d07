"""What people did, kept: the inbox, conversations, questions with their feedback, and questions left for a person.

`sqlite.py` keeps it in a file, `memory.py` in memory for tests and trials; both are `bot.ports.Store` and pass the same
contract tests. `migrations.py` holds the schema's history, `rows.py` what both make of a question and a reply.
"""
