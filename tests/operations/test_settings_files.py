"""A value of a setting may lie in a file, so that no secret stands in the environment."""

from pathlib import Path

import pytest

from iok_core.settings import SettingsError, load


def test_s13_a_setting_is_read_from_the_file_that_a_variable_names(
    portal_folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "url"
    secret.write_text("sqlite:////elsewhere/iok.sqlite\n")
    settings = load(portal_folder, {"IOK_DATABASE__URL_FILE": str(secret)})
    assert settings.database.url == "sqlite:////elsewhere/iok.sqlite"


def test_s13_a_file_that_cannot_be_read_is_named(portal_folder: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(SettingsError, match=r"IOK_DATABASE__URL_FILE.*missing"):
        load(portal_folder, {"IOK_DATABASE__URL_FILE": str(missing)})
