"""Files as they come: encodings, delimiters, broken rows, spreadsheets."""

import io

import pytest
import xlsxwriter

from crm.errors import Refused
from crm.imports.encodings import detect
from crm.imports.tables import read

SIMPLIFIED = "姓名,电话\n陈建国,013800000001\n王小明,13900000002\n李业主投诉卫生间漏水,13700000003\n"
TRADITIONAL = "姓名,電話\n陳建國,0912000001\n王小明,0922000002\n臺北市文山區車前路業主,0933000003\n"
FINNISH = "nimi,osoite\nVäinö Mäkelä,Hämeenkatu 5\nÅke Öhman,Pitkänsillanranta 3\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (FINNISH, "cp1252", "cp1252"),
        ("name,phone\nAda,1\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_of_a_file_is_found_and_named(text, encoding, named):
    table = read(text.encode(encoding), "list.csv")
    assert detect(text.encode(encoding)) == named == table.encoding
    assert table.rows[0].cells[0] == text.splitlines()[1].split(",")[0]


def test_a_file_that_is_not_in_the_encoding_it_is_said_to_be_in_is_refused():
    with pytest.raises(Refused):
        read(SIMPLIFIED.encode("gb18030"), "list.csv", encoding="utf-8")


def test_phones_keep_their_zeros():
    assert read(SIMPLIFIED.encode(), "list.csv").rows[0].cells[1] == "013800000001"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(sign):
    table = read(f"name{sign}phone\nAda{sign}1\n".encode(), "list.csv")
    assert (table.columns, table.rows[0].cells) == (("name", "phone"), ("Ada", "1"))


def test_a_row_with_too_many_or_too_few_columns_is_kept_with_its_reason():
    table = read(b"a,b\n1,2,3\n4\n5,6\n", "list.csv")
    assert [row.wrong for row in table.rows] == [
        "The row has 3 columns where the heading has 2.",
        "The row has 1 columns where the heading has 2.",
        "",
    ]
    assert table.rows[0].cells == ("1", "2", "3")


def test_rows_are_numbered_as_a_person_sees_them_in_the_file():
    table = read(b'a,b\n"two\nlines",2\n\n5,6\n', "list.csv")
    assert [row.number for row in table.rows] == [2, 5]


def test_empty_rows_are_left_out_and_a_quote_that_is_never_closed_loses_nothing():
    table = read(b'a,b\n,\n1,2\n3,"four\n5,6\n', "list.csv")
    assert [row.cells for row in table.rows] == [("1", "2"), ("3", "four\n5,6\n")]


def test_an_empty_file_is_refused():
    with pytest.raises(Refused):
        read(b"\n\n", "list.csv")


@pytest.mark.parametrize("content", [b"not a spreadsheet", b"PK\x03\x04 broken"])
def test_what_only_calls_itself_a_spreadsheet_is_refused(content):
    with pytest.raises(Refused):
        read(content, "list.xlsx")


def test_a_spreadsheet_is_read_as_text():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["phone", "area", "day", "yes", "none"])
        sheet.write_string(1, 0, "0123")
        sheet.write_number(1, 1, 89.5)
        sheet.write_number(1, 2, 43831, day)
        sheet.write_boolean(1, 3, True)
        sheet.write_row(2, 0, [13800000001, 90])
    table = read(content.getvalue(), "list.xlsx")
    assert table.rows[0].cells == ("0123", "89.5", "2020-01-01", "1", "")
    assert table.rows[1].cells[:2] == ("13800000001", "90")


def sparse(*, last: str) -> bytes:
    """A spreadsheet of two cells: one at the beginning and one at `last`."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_string("A1", "name")
        sheet.write_string(last, "x")
    return content.getvalue()


def test_a_small_file_that_asks_for_all_the_memory_is_refused_and_nobody_dies_of_it():
    with pytest.raises(Refused):
        read(sparse(last="XFD1048576"), "list.xlsx")
    assert read(sparse(last="B3"), "list.xlsx").rows[0].cells == ("", "x")


def test_a_second_header_row_is_left_out():
    table = read("姓名,電話\nname,phone\n陳,1\n".encode(), "list.csv", header_rows=2)
    assert (table.columns, len(table.rows)) == (("姓名", "電話"), 1)


def test_the_fullest_header_row_names_the_columns_and_what_it_leaves_open_the_others_do():
    text = "名单\n姓名;住房;;\n;楼栋;房号;号码\n陈;3;1201;1\n"
    table = read(text.encode(), "list.csv", header_rows=3)
    assert table.columns == ("姓名", "楼栋", "房号", "号码")
    assert table.rows[0].cells == ("陈", "3", "1201", "1")


def test_a_sheet_that_is_not_there_is_refused():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("A").write(0, 0, "x")
    with pytest.raises(Refused):
        read(content.getvalue(), "list.xlsx", sheet="B")
