"""Rules of searching: how text is cut, coded, asked for and shown."""
