"""建会通: a helpdesk that answers union cadres with approved text, says where it comes from, and admits what it lacks."""

__version__ = "0.1.0"
