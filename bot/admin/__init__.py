"""What the people who keep the knowledge need: its health, the questions left for a person, a folder to start from."""
