"""A small PDF with a ruled table, made by hand: Chinese text without a font file."""

import io

import pikepdf

ROW, COLUMN, LEFT, TOP = 20, 95, 20, 560


def table_pdf(rows: list[list[str]], password: str = "") -> bytes:
    """Return one page with a table; with a password it is encrypted."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(COLUMN * len(rows[0]) + 2 * LEFT, TOP + 40))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        Encoding=pikepdf.Name("/UniGB-UCS2-H"),
        DescendantFonts=[
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.CIDFontType0,
                BaseFont=pikepdf.Name("/STSong-Light"),
                CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=2),
                DW=500,
            )
        ],
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(_content(rows).encode())
    out = io.BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    pdf.save(out, encryption=locked)
    return out.getvalue()


def _content(rows: list[list[str]]) -> str:
    width, bottom = COLUMN * len(rows[0]), TOP - ROW * len(rows)
    parts = ["0.5 w"]
    for line in range(len(rows) + 1):
        parts.append(f"{LEFT} {TOP - ROW * line} m {LEFT + width} {TOP - ROW * line} l S")
    for column in range(len(rows[0]) + 1):
        parts.append(f"{LEFT + COLUMN * column} {TOP} m {LEFT + COLUMN * column} {bottom} l S")
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            at = f"{LEFT + COLUMN * column + 2} {TOP - ROW * line - 14}"
            code = cell.encode("utf-16-be").hex()
            parts.append(f"BT /F1 7 Tf {at} Td <{code}> Tj ET")
    return "\n".join(parts)
