"""Questions for a person: inquiries, experts, and the answer back to everyone who asked."""
