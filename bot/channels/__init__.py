"""The ways in: each turns its wire into a question and a reply into its wire, nothing else."""
