"""The knowledge as a table that people edit in Excel or WPS and back again, and questions with answers out of chats."""
