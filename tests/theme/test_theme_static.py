"""The stylesheets keep within the content security policy, and their tokens within the contrast."""

import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "themes" / "default" / "static"
SHEETS = sorted(STATIC.glob("*.css"))
TEXT_ON = {
    "ink": ("bg", "surface", "surface-2", "brand-soft", "due-soft", "ok-soft", "warn-soft"),
    "ink-2": ("bg", "surface", "surface-2", "brand-soft"),
    "brand-ink": ("brand",),
    "brand-text": ("bg", "surface", "surface-2", "brand-soft"),
    "due": ("surface", "due-soft"),
    "ok": ("surface", "ok-soft"),
    "warn": ("warn-soft",),
    "info": ("info-soft",),
}
LINES_ON = {"line-strong": ("surface", "surface-2", "bg"), "brand": ("surface", "brand-soft")}
AAA_TEXT, AA_LINES = 7.0, 3.0


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_stylesheet_asks_for_nothing_outside_the_theme(sheet: Path) -> None:
    css = without_comments(sheet)
    assert not re.search(r"@import|data:|https?:|url\(\s*[\"']?//", css)
    for address in re.findall(r"url\([\"']?([^)\"']+)", css):
        assert (STATIC / address).is_file(), address


def test_every_token_that_is_used_is_defined() -> None:
    css = "".join(map(without_comments, SHEETS))
    used = set(re.findall(r"var\(--([a-z0-9-]+)", css))
    assert used - set(re.findall(r"--([a-z0-9-]+)\s*:", css)) == set()


def test_every_token_that_is_defined_is_used() -> None:
    css = "".join(map(without_comments, SHEETS))
    defined = set(re.findall(r"--([a-z0-9-]+)\s*:", without_comments(STATIC / "tokens.css")))
    assert defined - set(re.findall(r"var\(--([a-z0-9-]+)", css)) == set()


def test_every_rule_stands_in_a_layer_that_the_first_sheet_names() -> None:
    first = without_comments(STATIC / "tokens.css")
    named = re.search(r"@layer ([a-z, ]+);", first)
    assert named
    for sheet in SHEETS:
        opened = re.findall(r"@layer ([a-z]+) \{", without_comments(sheet))
        assert opened, sheet.name
        assert set(opened) <= set(named[1].split(", ")), sheet.name


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_has_aaa_contrast_and_lines_can_be_seen(mode: str) -> None:
    colours = tokens()[mode]
    low = [
        (front, back, round(ratio, 2))
        for pairs, least in ((TEXT_ON, AAA_TEXT), (LINES_ON, AA_LINES))
        for front, backs in pairs.items()
        for back in backs
        if (ratio := contrast(colours[front], colours[back])) < least
    ]
    assert low == []


def tokens() -> dict[str, dict[str, str]]:
    css = without_comments(STATIC / "tokens.css")
    light, _, dark = css.partition("prefers-color-scheme: dark")
    found = [dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_picture_carries_a_script_or_a_style() -> None:
    for picture in STATIC.rglob("*.svg"):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|href=", picture.read_text("utf-8"))


def test_the_manifest_names_files_of_the_theme() -> None:
    manifest = json.loads((STATIC / "manifest.webmanifest").read_text("utf-8"))
    for icon in manifest["icons"]:
        assert (STATIC / icon["src"]).is_file()
