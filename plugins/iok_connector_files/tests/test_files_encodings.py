"""Code pages: the declared one or none (S05: mixed encodings are refused)."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from iok_connector_files.connector import FilesConnector, FilesOptions
from iok_connector_files.decoding import check_decodes
from iok_connector_files.layout import Format
from iok_connector_files.table import Table

from iok_core.api import ConnectorError, ConnectorProblem, Party, Rejected

TEXT = "Kod;Nazwa\r\nK1;Gąsiorek Świętosława\r\nK2;Źdźbło-Łąkowa Bożęcina\r\n"
PAGES = ["cp1250", "cp852", "iso-8859-2", "utf-8", "utf-16"]
EXPORT = Path(__file__).parent / "data" / "export" / "a-semicolon-cp1250"


@pytest.mark.parametrize("declared", PAGES)
@pytest.mark.parametrize("written", [*PAGES, "utf-8-sig"])
def test_s05_polish_text_is_taken_in_its_own_code_page_only(
    tmp_path: Path, declared: str, written: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(TEXT.encode(written))
    if written.removesuffix("-sig") == declared:
        check_decodes(path, declared)
    else:
        with pytest.raises(ConnectorError) as caught:
            check_decodes(path, declared)
        assert caught.value.problem is ConnectorProblem.UNDECODABLE
        assert caught.value.source == "file.csv"


@pytest.mark.parametrize("written", ["iso-8859-2", "utf-8", "utf-8-sig", "cp852", "utf-16"])
@pytest.mark.parametrize("name", ["kontrahenci.csv", "zapisy.csv", "tytuly.csv", "kontrola.csv"])
def test_s05_one_file_in_another_code_page_refuses_the_whole(
    tmp_path: Path, written: str, name: str
) -> None:
    for path in EXPORT.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (EXPORT / name).read_bytes().decode("cp1250")
    (tmp_path / name).write_bytes(text.encode(written))
    connector = FilesConnector(FilesOptions(folder=str(tmp_path), layout="wn-ma"))
    with pytest.raises(ConnectorError) as caught:
        list(connector.pull())
    assert caught.value.source == name


@pytest.mark.parametrize("written", PAGES)
def test_an_option_names_another_code_page_and_separator(tmp_path: Path, written: str) -> None:
    for path in EXPORT.glob("*.csv"):
        text = path.read_bytes().decode("cp1250").replace(";", "\t")
        (tmp_path / path.name).write_bytes(text.encode(written))
    options = {"folder": str(tmp_path), "layout": "wn-ma", "encoding": written, "separator": "tab"}
    connector = FilesConnector(msgspec.convert(options, FilesOptions))
    connector.check()
    items = list(connector.pull())
    assert next(item.name for item in items if type(item) is Party) == "Testowska Anna"
    assert not [item for item in items if type(item) is Rejected]


def test_ordinary_signs_prove_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("Sklep „Żabka” – 5 m × 2, 20°C, §3…\r\n5±1;© 2026".encode("cp1250"))
    check_decodes(path, "cp1250")


def test_the_line_of_a_bad_byte_is_told_also_far_into_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"zwyk\xb3y wiersz\n" * 200_000 + b"\x81\n")
    with pytest.raises(ConnectorError) as caught:
        check_decodes(path, "cp1250")
    assert caught.value.detail == "line 200001: byte 0x81 is none of cp1250"


def test_a_file_that_a_program_still_writes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"Kod;Nazwa\n" + b"K1;Anna\n" * 100_000)
    form = Format(encoding="utf-8", separator=";", decimal=",", date="yyyy-mm-dd")
    with Table.opened(path, form, ["Kod"]) as table:
        path.write_bytes(b"\xff" * 1_000_000)
        with pytest.raises(ConnectorError) as caught:
            list(table.rows())
    assert caught.value.problem is ConnectorProblem.UNDECODABLE
    assert "changed while it was read" in caught.value.detail


def test_a_file_cut_in_the_middle_of_a_letter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("Gęś".encode()[:-1])
    with pytest.raises(ConnectorError):
        check_decodes(path, "utf-8")


LAYOUTS = {"a-semicolon-cp1250": "wn-ma", "c-utf8bom-signed": "signed"}
SOUND = {
    (folder, path.name): path.read_bytes()
    for folder in LAYOUTS
    for path in (EXPORT.parent / folder).glob("*.csv")
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of exports, of which one file at a time is broken."""
    exports = tmp_path_factory.mktemp("exports")
    for (folder, name), content in SOUND.items():
        (exports / folder).mkdir(exist_ok=True)
        (exports / folder / name).write_bytes(content)
    return exports


@settings(max_examples=100, deadline=None)
@given(
    file=st.sampled_from(sorted(SOUND)),
    at=st.floats(0, 1),
    cut=st.integers(0, 40),
    put=st.one_of(
        st.binary(max_size=30),
        st.sampled_from([b'"', b',"x"y,', b"\r", b"\n", b";", b"\x00", b";;;;\r\n", b"9" * 400]),
    ),
)
def test_s12_hostile_bytes_give_a_rejected_row_or_a_refusal_and_nothing_else(
    sound: Path, file: tuple[str, str], at: float, cut: int, put: bytes
) -> None:
    folder, name = file
    content, start = SOUND[file], int(at * len(SOUND[file]))
    (sound / folder / name).write_bytes(content[:start] + put + content[start + cut :])
    options = FilesOptions(folder=str(sound / folder), layout=LAYOUTS[folder])
    refused = name
    try:
        for item in FilesConnector(options).pull():
            if type(item) is Rejected:
                assert (folder, item.source) in SOUND
                assert len(item.value) <= 80
                assert item.value.isprintable()
    except ConnectorError as error:
        refused = error.source
    finally:
        (sound / folder / name).write_bytes(content)
    assert refused == name


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=2000))
def test_s12_a_layout_of_any_bytes_is_refused_quietly(tmp_path: Path, layout: bytes) -> None:
    (tmp_path / "layout.toml").write_bytes(layout)
    with pytest.raises(ConnectorError) as caught:
        FilesConnector(FilesOptions(folder=str(tmp_path))).check()
    assert caught.value.problem is ConnectorProblem.WRONG_LAYOUT
