"""Who gets what: every address, asked by every role of two countries, under the settings of production."""
