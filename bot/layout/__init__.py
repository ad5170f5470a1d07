"""What forms and publishing share: the document's model, and how its lines are set."""
