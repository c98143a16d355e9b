"""Pages about persons, and what the ground rooms show to persons: letters, long work, private files."""
