#!/usr/bin/env python3
"""judge: an edition's ledger says the same in all its forms.

judge.py FOLDER                  pages, CSV, XLSX and the script's data
judge.py FOLDER --cells CSV      another program's reading of the XLSX
judge.py FOLDER --cell DAY TITLE prints a cell of that day's review in the XLSX

Nothing of the program under test is used: the workbook is read as zip and XML.
"""
import csv
import datetime
import glob
import html.parser
import io
import json
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PARTS = {"[Content_Types].xml", "_rels/.rels", "docProps/app.xml",
         "docProps/core.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
         "xl/theme/theme1.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"}


def require(good, what):
    if not good:
        sys.exit("judge: " + what)


def same(name, got, want):
    require(len(got) == len(want),
            "%s has %d rows, not %d" % (name, len(got), len(want)))
    for number, (a, b) in enumerate(zip(got, want)):
        require(a == b, "%s, row %d:\n%r\n%r" % (name, number, a, b))


# ---- CSV ----

def harmless_undone(text):
    return text[1:] if re.match(r"'+[=+\-@\t\r]", text) else text


def read_csv(path):
    with open(path, "rb") as file:
        data = file.read()
    require(data.startswith(b"\xef\xbb\xbf"), "no byte order mark")
    require(data.endswith(b"\r\n"), "no CRLF at the end")
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""),
                      strict=True)
    return [[harmless_undone(cell) for cell in row] for row in rows]


# ---- XLSX ----

def column_number(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def unescaped(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)),
                  text)


def date_styles(book):
    """Indexes of cell formats that show a day as ISO does."""
    styles = tree.fromstring(book.read("xl/styles.xml"))
    formats = {f.get("numFmtId") for f in styles.iter(MAIN + "numFmt")
               if f.get("formatCode") == "yyyy-mm-dd"}
    return {str(i) for i, xf in enumerate(styles.find(MAIN + "cellXfs"))
            if xf.get("numFmtId") in formats}


def cell_value(cell, days):
    """Text, number or date, by the cell's own type."""
    require(set(cell.keys()) <= {"r", "s", "t"}, "an odd cell")
    if cell.get("t") == "inlineStr":
        require([e.tag for e in cell] == [MAIN + "is"], "an odd text")
        return unescaped("".join(cell.itertext()))
    require(cell.get("t") is None and [e.tag for e in cell] == [MAIN + "v"],
            "neither text nor number")
    number = int(cell[0].text)
    if cell.get("s") in days:
        return datetime.date(1899, 12, 30) + datetime.timedelta(number)
    return number


def read_cells(path):
    book = zipfile.ZipFile(path)
    sheet = tree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    days = date_styles(book)
    rows = []
    for row in sheet.iter(MAIN + "row"):
        require(row.get("r") == str(len(rows) + 1), "a row is missing")
        cells = {column_number(c.get("r")): cell_value(c, days) for c in row}
        rows.append(cells)
    width = len(rows[0])
    return [[cells.get(i) for i in range(width)] for cells in rows]


def words(value):
    return "" if value is None else str(value)


def check_types(rows, columns):
    kinds = {"text": str, "date": datetime.date, "integer": int}
    by_title = {c["title"]: kinds[c["type"]] for c in columns}
    for i, title in enumerate(rows[0]):
        for row in rows[1:]:
            require(row[i] is None or title in by_title and
                    isinstance(row[i], by_title[title]),
                    "%s: %r" % (title, row[i]))


def check_properties(path, width, height):
    book = zipfile.ZipFile(path)
    require(set(book.namelist()) == PARTS, "parts: %s" % book.namelist())
    require(all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in book.infolist()),
            "a clock in the zip")
    core = tree.fromstring(book.read("docProps/core.xml"))
    told = {re.sub("{.*}", "", e.tag): e.text for e in core}
    day = told.get("created")
    require(told == {"creator": None, "lastModifiedBy": None, "created": day,
                     "modified": day}, "properties: %s" % told)
    app = tree.fromstring(book.read("docProps/app.xml"))
    told = {re.sub("{.*}", "", e.tag): e.text for e in app if e.text}
    require(set(told) <= {"Application", "AppVersion", "DocSecurity",
                          "ScaleCrop", "LinksUpToDate", "SharedDoc",
                          "HyperlinksChanged"}, "properties: %s" % told)
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    whole = book.read("xl/workbook.xml").decode()
    end = "%s%d" % (chr(64 + width), height)
    for wanted in ('<autoFilter ref="A1:%s"/>' % end, 'ySplit="1"',
                   'state="frozen"'):
        require(wanted in sheet, "no %s" % wanted)
    require(len(re.findall("<col ", sheet)) == width, "widths are missing")
    for unwanted in ("hidden", "<f>", "hyperlink", "drawing", "outlineLevel"):
        require(unwanted not in sheet, "there is %s" % unwanted)
    # The filter's own range is hidden in every workbook that has one.
    hidden = re.findall('<[^>]*hidden[^>]*>', whole)
    require(len(hidden) == 1 and "_FilterDatabase" in hidden[0],
            "hidden: %s" % hidden)
    require("state=" not in whole, "a sheet is hidden")


def check_paper(path):
    """Printed, rows are ruled and told on each sheet, in type that can be read."""
    book = zipfile.ZipFile(path)
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    require('<printOptions gridLines="1"/>' in sheet, "rows without rules")
    require("$A:$C," in book.read("xl/workbook.xml").decode(),
            "no heads of rows on the second sheet")
    across = int(re.search('fitToWidth="([0-9]+)"', sheet).group(1))
    widths = [float(w) * 5.25 for w in re.findall('width="([0-9.]+)"', sheet)]
    paper = 842 - 72 * sum(float(re.search('%s="([0-9.]+)"' % side, sheet)
                                 .group(1)) for side in ("left", "right"))
    scale = across * paper / (sum(widths) + (across - 1) * sum(widths[:3]))
    require(11 * scale >= 5.5, "type of %.1f pt" % (11 * scale))


# ---- the script's data ----

def read_script(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    begin, end = 'tongbao("ledger",', ");\n"
    require(text.startswith(begin) and text.endswith(end), "another call")
    require(not re.search("[<>&\u2028\u2029]", text), "a character unescaped")
    return json.loads(text[len(begin):-len(end)])


def script_rows(data):
    def cell(column, row):
        value = column["cells"][row]
        return column["words"][value] if "words" in column else words(value)
    return [[c["title"] for c in data["columns"]]] + [
        [cell(c, r) for c in data["columns"]] for r in range(data["count"])]


def only(rows, titles):
    """The columns of these titles alone."""
    at = [rows[0].index(title) for title in titles]
    return [[row[i] for i in at] for row in rows]


# ---- pages ----

class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self.cell, self.links = [], None, []
        self.head = 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = ""
            require(tag == "td" or attributes.get("scope") in ("row", "col"),
                    "a head without scope")
            require(not self.rows[0] or len(self.rows) == 1 or
                    attributes["data-label"] ==
                    self.rows[0][len(self.rows[-1])], "a wrong label")
        elif tag == "a" and self.cell is not None:
            self.links.append(attributes["href"])

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def read_pages(folder, columns):
    """Of all pages in turn; each has at most 200 rows and its caption.  A page
    of one period tells it once: it is put into the rows here."""
    rows, number = None, 1
    while True:
        name = "ledger.html" if number == 1 else "ledger-%d.html" % number
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            require(len(glob.glob(folder + "/ledger*.html")) == number - 1,
                    "a page too many")
            return rows
        with open(path, encoding="utf-8") as file:
            text = file.read()
        require("<caption>" in text, "no caption")
        page = Page()
        page.feed(text)
        require(2 <= len(page.rows) <= 201, "%s: %d rows" %
                (name, len(page.rows)))
        for link in page.links:
            require(os.path.exists(os.path.join(
                folder, urllib.parse.unquote(link))),
                    "%s: no %s" % (name, link))
        once = re.search("均属(.*?)。</p>", text)
        require((once is None) == ("周期" in page.rows[0]),
                "%s: the period is told not once" % name)
        if once:
            at = columns.index("周期")
            page.rows = [row[:at] + [once.group(1)] + row[at:]
                         for row in page.rows]
            page.rows[0][at] = "周期"
        require(rows is None or rows[0] == page.rows[0], "another head")
        rows = page.rows if rows is None else rows + page.rows[1:]
        number += 1


# ---- the whole ----

def main():
    folder = sys.argv[1]
    cells = read_cells(folder + "/ledger.xlsx")
    if "--cell" in sys.argv:
        at = cells[0].index("点评时间")
        row = [r for r in cells if words(r[at]) == sys.argv[3]][0]
        print(words(row[cells[0].index(sys.argv[4])]))
        return
    table = read_csv(folder + "/ledger.csv")
    if "--cells" in sys.argv:
        with open(sys.argv[3], encoding="utf-8-sig", newline="") as file:
            same("the other program", list(csv.reader(file)), table)
        return
    data = read_script(folder + "/data/ledger.js")
    same("ledger.xlsx", [[words(c) for c in row] for row in cells], table)
    check_types(cells, data["columns"])
    check_properties(folder + "/ledger.xlsx", len(table[0]), len(table))
    check_paper(folder + "/ledger.xlsx")
    rows = script_rows(data)
    same("data/ledger.js", rows, only(table, rows[0]))
    for title in set(table[0]) - set(rows[0]):
        require(not any(r[table[0].index(title)] for r in table[1:]),
                "the script lacks %s" % title)
    main_columns = [c["title"] for c in data["columns"] if c.get("main")]
    # On a page no line breaks before a number.
    kept = [[re.sub(" (?=[0-9])", "\u00a0", cell) for cell in row]
            for row in only(table, main_columns)]
    same("pages", read_pages(folder, main_columns), kept)


main()
