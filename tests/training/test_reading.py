"""Tables as people have them: read rightly, with a note on every guess that could be wrong."""

import pytest
from chainrule.training import DatasetError, parse_csv

ROWS = "1,2\n3,4.5\n5,6\n"
READ = [[1.0], [3.0], [5.0]]
IRIS = (
    "5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n7.0,3.2,Iris-versicolor\n6.4,3.1,Iris-versicolor\n"
)
UMLAUT = "größe,y\n1,2\n3,4.5\n5,6\n"


def read(text, **options):
    dataset = parse_csv("mine", text, **options)
    return dataset, " ".join(dataset.declaration.notes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (UMLAUT.encode(), None),
        (UMLAUT.encode("utf-8-sig"), None),
        (UMLAUT.encode("utf-16"), None),
        (UMLAUT.encode("utf-32"), None),
        (UMLAUT.encode("utf-16-le"), "read as UTF-16-LE"),
        (UMLAUT.encode("utf-16-be"), "read as UTF-16-BE"),
        (UMLAUT.encode("latin-1"), "Line 1 is not UTF-8: the file is read as Windows-1252"),
        (UMLAUT.replace("\n", "\r\n").encode(), None),
        (UMLAUT.replace("\n", "\r").encode(), None),
        (UMLAUT.replace("\n", "\n\n").encode(), None),
    ],
)
def test_every_usual_encoding_is_read(data, said):
    dataset, notes = read(data)

    assert dataset.declaration.features == ("größe",)
    assert dataset.X.tolist() == READ
    assert notes == "" if said is None else said in notes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,y\n" + ROWS, None),
        ("a;y\n" + ROWS.replace(",", ";"), "divided by semicolons"),
        ("a\ty\n" + ROWS.replace(",", "\t"), "divided by tabs"),
        ("a|y\n" + ROWS.replace(",", "|"), "divided by bars"),
        ("a  y\n" + ROWS.replace(",", "   "), "divided by spaces"),
        ("sep=;\na;y\n" + ROWS.replace(",", ";"), None),
        ("# a,y\n" + ROWS, None),
        ("a,y,\n" + ROWS.replace("\n", ",\n"), None),
        ('"a","y"\n"1","2"\n"3","4.5"\n"5","6"\n', None),
        ("a;y\n1,0;2\n3,0;4,5\n5,0;6\n", "a comma before digits is taken as the decimal sign"),
        (",a,y\n" + "".join(f"{k},{row}\n" for k, row in enumerate(ROWS.split())), "left out"),
        ("id,a,y\n" + "".join(f"{k},{row}\n" for k, row in enumerate(ROWS.split(), 1)), "'id'"),
        ("a,empty,y\n1,,2\n3,,4.5\n5,NA,6\n", "'empty' is left out: it is empty in 3 of 3 rows"),
        ("a,y\n1,2\n?,4\n3,4.5\n5,\n5,6\n", "2 rows have gaps and are left out: lines 3, 5."),
        ("a,y\n1,2\nNaN,4\n3,4.5\n5,6\n", "1 row has a gap and is left out: line 3."),
        ("name,a,y\nada,1,2\nbob,3,4.5\ncy,5,6\n", "'name' is left out: it has 3 different words"),
    ],
)
def test_every_usual_layout_is_read(text, said):
    dataset, notes = read(text)

    assert (dataset.declaration.features, dataset.X.tolist()) == (("a",), READ)
    assert dataset.y.ravel().tolist() == [2.0, 4.5, 6.0]
    assert notes == "" if said is None else said in notes


@pytest.mark.parametrize(
    ("cells", "numbers", "said"),
    [
        (("1e3", "-2", "+.5"), [1000.0, -2.0, 0.5], None),
        (("\N{MINUS SIGN}1", "2", "3"), [-1.0, 2.0, 3.0], None),
        (("1 000", "2 500 000", "3"), [1000.0, 2_500_000.0, 3.0], None),
        (('"1,200"', '"3,400.5"', "7"), [1200.0, 3400.5, 7.0], "groups of three digits"),
        (('"1,5"', '"2,25"', "7"), [1.5, 2.25, 7.0], "decimal sign"),
        (('"1.234,5"', '"2,25"', "7"), [1234.5, 2.25, 7.0], "decimal sign"),
        (("$250", '"$1,200"', "-$3"), [250.0, 1200.0, -3.0], "signs of a currency"),
        (("250 €", "12 €", "3"), [250.0, 12.0, 3.0], "signs of a currency"),
        (("50%", "12.5%", "3"), [50.0, 12.5, 3.0], "percentages"),
        (("1970-01-02", "2024-01-31", "1969-12-31"), [1.0, 19753.0, -1.0], "days since"),
        (("1970-01-02T12:00", "1970-01-02 06:00", "1970-01-01"), [1.5, 1.25, 0.0], "days since"),
        (("yes", "no", "no"), [1.0, 0.0, 0.0], "1 where 'yes' stands and 0 where 'no' does"),
    ],
)
def test_every_usual_way_to_write_a_number_is_read(cells, numbers, said):
    text = "a,y\n" + "".join(f"{cell},{k}.5\n" for k, cell in enumerate(cells))
    dataset, notes = read(text)

    assert dataset.X.ravel().tolist() == numbers
    assert ("'a'" not in notes) if said is None else said in notes


def test_where_semicolons_divide_a_point_before_three_digits_is_told():
    assert "a point before three digits" in read("a;y\n1.000;1,5\n2.000;2,5\n")[1]


def test_words_become_a_feature_each():
    dataset, notes = read("c,y\nred,1.5\nblue,2\nred,3\ngreen,4\nblue,5\nred,6\n")

    assert dataset.declaration.features == ("c=blue", "c=green", "c=red")
    assert dataset.X[:2].tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    assert "blue, green, red: each is a feature" in notes


@pytest.mark.parametrize(
    ("text", "named", "said"),
    [
        ("1,2\n3,4.5\n5,6\n", False, "taken as data"),
        (IRIS, False, "taken as data"),
        ("country,2019,2020\nDE,1,2\nFR,3,4\nIT,5,6\n", True, "some of them are numbers"),
        ("a,b\nx,no\ny,yes\nx,no\ny,yes\n", True, "no column has numbers"),
        ("a,y\n" + ROWS, True, None),
    ],
)
def test_whether_the_first_line_has_names_is_found_out_and_said(text, named, said):
    dataset, notes = read(text)

    assert dataset.declaration.rows == text.count("\n") - named
    assert ("first line" not in notes) if said is None else said in notes


def test_who_asks_decides_whether_the_first_line_has_names():
    assert read("1,2\n3,4\n5,6.5\n", header=True)[0].declaration.features == ("1",)
    with pytest.raises(DatasetError, match="line 1, column 'y': 'y' is not a number"):
        read("a,y\n" + ROWS, header=False, task="regression")


@pytest.mark.parametrize(
    ("header", "target", "said"),
    [
        ("a,b,y", "y", None),
        ("a,b,c", "c", "The target is the column 'c', since it is the last."),
        ("Target,b,c", "Target", "since it is called so"),
        ("a,b,b", "b (2)", "the second is called 'b (2)'"),
        ("a,b,", "column 3", "Column 3 has no name"),
    ],
)
def test_the_target_is_found_out_and_said(header, target, said):
    dataset, notes = read(header + "\n1,2,3.5\n3,4,5\n6,7,9\n")

    assert dataset.declaration.target == target
    assert ("target" not in notes) if said is None else said in notes


@pytest.mark.parametrize(
    ("column", "task", "said"),
    [
        ("0 1 0 1 0 1", "binary", None),
        ("0 1 2 0 1 2 0 1 2", "multiclass", "taken as classes"),
        ("1 2 3 1 2 3 1 2 3", "regression", "taken as amounts"),
        ("1 2 1 2 1 2", "regression", "ask for the task binary"),
        ("0 1 2 3", "regression", None),
        ("1.5 2.5 1.5 2.5 1.5 2.5", "regression", None),
        ("no yes no yes", "binary", None),
        ("a b c a", "multiclass", None),
        ("$1 $2 $30", "regression", "signs of a currency"),
    ],
)
def test_the_task_is_found_out_and_said(column, task, said):
    dataset, notes = read("x,y\n" + "".join(f"{k}.5,{v}\n" for k, v in enumerate(column.split())))

    assert dataset.declaration.task == task
    assert notes == "" if said is None else said in notes
