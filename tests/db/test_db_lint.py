import pytest
from piccolo import columns as c
from piccolo.columns import OnDelete
from piccolo.columns.base import Column
from piccolo.table import Table

from iok_core.db import lint_tables


class House(Table, tablename="house"):
    id = c.BigSerial(primary_key=True)
    name = c.Varchar(length=40)
    note = c.Text(null=True, default=None)
    built = c.Date(null=True, default=None)
    made = c.Timestamptz()
    names = c.Array(c.Varchar(length=5))


class Entrance:
    """A mixin."""

    house = c.ForeignKey(House, null=False, on_delete=OnDelete.restrict)


class Flat(Entrance, Table, tablename="flat"):
    id = c.BigSerial(primary_key=True)
    owner: Column = c.ForeignKey(House, null=True, default=None, on_delete=OnDelete.restrict)
    rent = c.BigInt()


class Bad(Table, tablename="order"):
    id = c.Serial(primary_key=True)
    numeric = c.Numeric()
    decimal = c.Decimal()
    real = c.Real()
    floating = c.Float()
    double = c.DoublePrecision()
    span = c.Interval()
    many = c.Array(c.Numeric())
    empty_text = c.Varchar(length=5, null=True)
    nought = c.BigInt(null=True)
    today = c.Date(null=True)
    unsaid = c.ForeignKey(House, on_delete=OnDelete.restrict)
    cascading = c.ForeignKey(House, null=False)
    local_time = c.Timestamp()
    endless = c.Varchar()
    user = c.BigInt()


def test_good_tables_and_their_mixins_pass() -> None:
    assert lint_tables([House, Flat]) == []


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("order", "reserved word"),
        ("order.id", "BigSerial"),
        ("order.numeric", "float"),
        ("order.decimal", "float"),
        ("order.real", "float"),
        ("order.floating", "float"),
        ("order.double", "float"),
        ("order.span", "float"),
        ("order.many", "float"),
        ("order.empty_text", "default=None"),
        ("order.nought", "default=None"),
        ("order.today", "default=None"),
        ("order.unsaid", "null=False or null=True"),
        ("order.cascading", "OnDelete.restrict"),
        ("order.local_time", "Timestamptz"),
        ("order.endless", "length"),
        ("order.user", "reserved word"),
    ],
)
def test_each_rule_names_the_column_that_breaks_it(column: str, rule: str) -> None:
    found = [line for line in lint_tables([Bad]) if line.startswith(f"{column}: ")]
    assert len(found) == 1
    assert rule in found[0]


def test_no_other_rule_is_broken_by_the_bad_table() -> None:
    assert len(lint_tables([Bad])) == 17


def test_a_key_that_piccolo_adds_by_itself_is_not_a_big_one() -> None:
    class WithoutKey(Table, tablename="without_key"):
        value: Column = c.BigInt()

    assert [line.split(":")[0] for line in lint_tables([WithoutKey])] == ["without_key.id"]
