"""A CSV file becomes a data set, or an error that names the line and the column."""

import numpy as np
import pytest
from chainrule.training import DatasetError, TrainingLimits, parse_csv
from hypothesis import given
from hypothesis import strategies as st

SMALL = TrainingLimits(csv_bytes=60, rows=3, columns=3)


def parse(text, **options):
    return parse_csv("mine", text, **options)


def test_the_last_column_is_the_target_unless_named():
    assert parse("a,b\n1,2\n3,4.5\n").declaration.target == "b"
    dataset = parse("a,b\n1,2\n3,4.5\n", target="a")
    np.testing.assert_array_equal(dataset.X, [[2.0], [4.5]])
    np.testing.assert_array_equal(dataset.y, [[1.0], [3.0]])


@pytest.mark.parametrize(
    ("column", "task", "classes"),
    [
        (["1.5", "2", "7"], "regression", ()),
        (["0", "1", "0"], "binary", ("0", "1")),
        (["no", "yes", "no"], "binary", ("no", "yes")),
        (["c", "a", "b"], "multiclass", ("a", "b", "c")),
    ],
)
def test_the_task_follows_from_the_target(column, task, classes):
    text = "x,y\n" + "".join(f"{i},{value}\n" for i, value in enumerate(column))

    declaration = parse(text).declaration

    assert (declaration.task, declaration.classes) == (task, classes)


def test_what_spreadsheets_write_is_understood():
    text = '﻿"size; in cm";kind\r\n1,5e0;a\r\n'.replace("1,5e0", "1.5")
    dataset = parse((text + "2;b\r\n\r\n").encode())

    assert dataset.declaration.features == ("size; in cm",)
    np.testing.assert_array_equal(dataset.X, [[1.5], [2.0]])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must name at least one feature"),
        ("a\n1\n", "must name at least one feature"),
        ("a,b\n1,2\n", "at least 2 rows"),
        ("a\x00,b\n1,2\n3,4\n", "column 1 needs a printable name"),
        ("a,b\n1,2\n3\n", "the header has 2 cells, but line 3 has 1"),
        ("a,b\n1,2\n\nten,4\n", "line 4, column 'a': 'ten' is not a number up to 1e100"),
        ("a,b\n1,2\nten,4\n", "line 3, column 'a': 'ten' is not a number up to 1e100"),
        ("a;b\n1,5;2\nviel;4\n3;5\n", "line 3, column 'a': 'viel' is not a number up to 1e100"),
        ("a,b\n$1,2\nmuch,4\n3,5\n", "line 3, column 'a': 'much' is not a number up to 1e100"),
        ("a,b\n1,2\n,4\n", "at least 2 rows below the header: line 3 has an empty cell"),
        ("a,b\n1,\n2,\n3,4\n", "column 'b', the target, is empty in 2 of 3 rows"),
        ("a,b\nada,1\nbob,2\ncy,3\n", "no column is left"),
        ("a,b\n1,2\n1e999,4\n", "line 3, column 'a': '1e999' is not a number up to 1e100"),
        ("a,b\n1,2\n-1e101,4\n", "line 3, column 'a': '-1e101' is not a number up to 1e100"),
        ('a,b\n1,2\n"3,4\n', "line 3 is no CSV"),
        ("a,b\n1,x\x1b[31m\n2,y\n", "line 2, column 'b': a class is a printable word"),
        (f"a,b\n1,x\n2,{'y' * 61}\n", "line 3, column 'b': a class is a printable word"),
    ],
)
def test_a_mistake_is_named_with_its_place(text, message):
    with pytest.raises(DatasetError, match=message):
        parse(text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n\xff\x00,1\n", "line 2 is no text"),
        (b"\xef\xbb\xbfa,b\n\xff,1\n", "line 2 is not UTF-8 text"),
        ("a,b\n1,2\n".encode("utf-16") + b"\x00\xd8", "line 3 is not UTF-16 text"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_line(data, message):
    with pytest.raises(DatasetError, match=message):
        parse(data)


@pytest.mark.parametrize(
    ("task", "column", "message"),
    [
        ("binary", "0 1 2", "3 different values; a binary target has 2"),
        ("multiclass", "a a a", "1 different values"),
        ("regression", "1 two 3", "'two' is not a number up to 1e100"),
    ],
)
def test_a_task_that_does_not_fit_the_target_is_refused(task, column, message):
    text = "x,y\n" + "".join(f"{i},{value}\n" for i, value in enumerate(column.split()))

    with pytest.raises(DatasetError, match=message):
        parse(text, task=task)


def test_an_unknown_target_is_answered_with_the_columns():
    with pytest.raises(DatasetError, match="there are a, b"):
        parse("a,b\n1,2\n3,4\n", target="c")


def test_a_title_that_cannot_be_printed_is_refused():
    with pytest.raises(DatasetError, match="title"):
        parse("a,b\n1,2\n3,4\n", title="a\nb")


def test_sizes_are_limited_exactly():
    rows = ["1,2\n"] * 3
    assert len(parse("a,b\n" + "".join(rows), limits=SMALL).X) == 3
    with pytest.raises(DatasetError, match="more than 3 rows"):
        parse("a,b\n" + "".join([*rows, "1,2\n"]), limits=SMALL)

    parse("a,b,c\n1,2,3\n1,2,4\n", limits=SMALL)
    with pytest.raises(DatasetError, match="4 columns; 3 are allowed"):
        parse("a,b,c,d\n", limits=SMALL)

    text = "a,b\n1,2\n3,4\n"
    parse(text + " " * (60 - len(text)), limits=SMALL)
    with pytest.raises(DatasetError, match="61 bytes; 60 are allowed"):
        parse(text + " " * (61 - len(text)), limits=SMALL)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_upload_can_do_more_than_be_refused(data):
    try:
        dataset = parse(data)
    except DatasetError:
        return
    assert np.isfinite(dataset.X).all()
    assert np.isfinite(dataset.y).all()
