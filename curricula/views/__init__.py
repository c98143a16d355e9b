"""Pages of curricula, by noun."""
