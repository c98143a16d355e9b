"""Figures over the answers to one instrument, and what of them may be shown."""
