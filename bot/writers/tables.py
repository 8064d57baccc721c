"""Tables for spreadsheets: cells that do no harm, in an encoding that they read."""

# Excel reads UTF-8 only behind this mark.
FOR_EXCEL = "utf-8-sig"
# A spreadsheet takes a cell that begins so for a formula; full-width signs count in some of them.
# Source: OWASP, "CSV Injection".
_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay as they are."""
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value
