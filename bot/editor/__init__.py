"""Edits of the knowledge by admins, step by step, for chat and console."""
