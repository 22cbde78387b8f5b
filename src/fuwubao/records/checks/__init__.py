"""The 23 rules of intake: a sheet becomes accepted rows and a list of problems (``checks.sheet.check_sheet``)."""
