"""Sheets of persons on their way in: checked row by row, confirmed as a whole, undone as long as nobody built on it."""
