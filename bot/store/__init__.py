"""What people did, kept: the inbox, conversations, questions with their feedback, and questions left for a person.

A class for each kind of thing, over a `Database` (`database.py`) that runs its statements; `store.py` puts them together.
`sqlite_store.py` keeps all of it in a file, or in memory for tests and trials. `migrations.py` holds the schema's history,
`schema.sql` what it comes to, `row_mapping.py` what is made of a question and a reply.
"""
