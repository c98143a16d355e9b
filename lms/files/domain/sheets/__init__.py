"""Reads the lists that people send (CSV, XLSX) and writes lists that nobody is harmed by opening.

`read` gives a whole sheet as clean text or raises `UploadRefused` with a sentence for the person; nothing in
between. `write_csv` and `write_xlsx` take rows and give bytes in which no text can run as a formula.
"""

from lms.files.domain.sheets.encodings import LABELS as ENCODING_LABELS
from lms.files.domain.sheets.reading import kind_of, read
from lms.files.domain.sheets.shape import Row, Sheet, column_letter
from lms.files.domain.sheets.writing import write_csv, write_xlsx

__all__ = ["ENCODING_LABELS", "Row", "Sheet", "column_letter", "kind_of", "read", "write_csv", "write_xlsx"]
