"""QQ through its platform for bots: groups in which the bot is mentioned, and private chats."""
