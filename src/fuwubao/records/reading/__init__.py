"""Files of any supported form become one columnar sheet of text: ``sheets.read_sheet``."""
