"""The desk: the one path from a question to a reply, the same for every channel."""
