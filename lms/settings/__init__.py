"""Settings: `base` for demo and production, `test` for the tests."""
