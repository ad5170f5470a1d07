"""Keeps the knowledge: edits that can be taken back, what they would change, and new versions put in force while serving."""
