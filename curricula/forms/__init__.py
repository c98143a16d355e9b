"""Forms of curricula, by noun."""
