"""Burmese has no formats in Django: the year first, then month and day, as CLDR has it."""

DATE_FORMAT = "Y F j"
SHORT_DATE_FORMAT = "j/n/Y"
DATETIME_FORMAT = "Y F j, H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 0
