"""A module's text in files: out to translators' tools, sheets and Word, and back, part by part and never in silence."""
