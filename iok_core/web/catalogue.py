"""`python -m iok_core.web.catalogue extract | check | merge [LANGUAGE] FILE`, in a source checkout.

extract  brings the catalogues in line with the sources: new msgids come without a translation,
         unused ones go, the others keep theirs
check    lists what is wrong, and fails if anything is; a draft may lag, Polish may not
merge    takes translations from another bilingual .po file, of Polish unless a language is named;
         those already there stay
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from iok_core.web.i18n import DEFAULT, DRAFTS, OFFERED, SOURCE, catalogue_path

TRANSLATED = tuple(lang for lang in OFFERED if lang != SOURCE)
ROOT = Path(__file__).parent.parent.parent
SOURCES = {
    "iok_core": [("_themes/**", "ignore"), ("**.py", "python")],
    "themes/default": [("templates/**.html", "jinja2")],
    "plugins": [
        ("**/tests/**", "ignore"),
        ("**.py", "iok_core.web.declared_texts:extract"),
        ("**/templates/**.html", "jinja2"),
    ],
}
KEYWORDS = {**DEFAULT_KEYWORDS, "msgid": None}
JINJA_OPTIONS = {"trimmed": "true", "silent": "false"}
# A lone % counts too: templates format every text, so one more or less breaks the page.
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%?|\{\w*\}")


def extracted(root: Path = ROOT) -> Catalog:
    """Every marked text in the sources, with the files that use it."""
    found = Catalog(locale=DEFAULT)
    for folder, methods in SOURCES.items():
        options = {pattern: JINJA_OPTIONS for pattern, method in methods if method == "jinja2"}
        texts = extract_from_dir(root / folder, methods, options, keywords=KEYWORDS)
        for name, _, message, comments, context in texts:
            place = (f"{folder}/{name}", 0)
            found.add(message, locations=[place], auto_comments=comments, context=context)
    return found


def read(path: Path, lang: str = DEFAULT) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as target:
        write_po(
            target,
            catalog,
            width=100,
            sort_by_file=True,
            include_lineno=False,
            ignore_obsolete=True,
        )


def in_line_with(sources: Catalog, translated: Catalog) -> Catalog:
    """`translated` with exactly the texts of `sources`."""
    fresh = empty(translated)
    for message in _texts(sources):
        known = translated.get(message.id, message.context)
        kept = known.string if known and type(known.id) is type(message.id) else None
        fresh.add(
            message.id,
            kept,
            locations=message.locations,
            auto_comments=message.auto_comments,
            flags=known.flags if known else (),
            context=message.context,
        )
    return fresh


def merge(translated: Catalog, other: Catalog) -> list[str]:
    """Add the texts of `other`; what it says differently is returned, not taken."""
    differing = []
    for message in _texts(other):
        known = translated.get(message.id, message.context)
        if not any(_forms(message)):
            continue
        if known is None:
            translated[message.id] = message
        elif not any(_forms(known)):
            known.string = message.string
        elif known.string != message.string:
            differing.append(f"kept {known.string!r}, not {message.string!r}")
    return differing


def problems(sources: Catalog, translated: Catalog, *, whole: bool = True) -> Iterator[str]:
    for message in _texts(sources):
        known = translated.get(message.id, message.context)
        if known is None or known.fuzzy or not any(_forms(known)):
            if whole:
                yield f"no translation: {message.id!r} ({message.locations[0][0]})"
        elif isinstance(message.id, tuple) and not _all_plurals(known, translated.num_plurals):
            yield f"a plural form is missing: {message.id!r}"
        elif not _same_placeholders(known):
            yield f"placeholders differ: {message.id!r} → {known.string!r}"
    for message in [*_texts(translated), *translated.obsolete.values()]:
        if sources.get(message.id, message.context) is None:
            yield f"nobody uses: {message.id!r}"


def empty(header_of: Catalog) -> Catalog:
    return Catalog(
        locale=header_of.locale,
        header_comment="# Texts of IOK. Written by `python -m iok_core.web.catalogue`.",
        project="IOK",
        version="1",
        msgid_bugs_address="IOK",
        creation_date=header_of.creation_date,
        revision_date=header_of.creation_date,
        last_translator="IOK",
        language_team="IOK",
        fuzzy=False,
    )


def _texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _forms(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def _all_plurals(message: Message, expected: int) -> bool:
    forms = _forms(message)
    return len(forms) == expected and all(forms)


def _same_placeholders(message: Message) -> bool:
    source = message.id[-1] if isinstance(message.id, tuple) else message.id
    wanted = set(_PLACEHOLDER.findall(cast("str", source)))
    return all(set(_PLACEHOLDER.findall(form)) == wanted for form in _forms(message))


def wrong() -> list[str]:
    """What is wrong with any of the catalogues of this checkout."""
    sources = extracted()
    return [
        f"{lang}: {problem}"
        for lang in TRANSLATED
        for problem in problems(sources, read(catalogue_path(lang), lang), whole=lang not in DRAFTS)
    ]


def extract() -> None:
    sources = extracted()
    for lang in TRANSLATED:
        path = catalogue_path(lang)
        write(path, in_line_with(sources, read(path, lang)))


def merged(lang: str, other: Path) -> list[str]:
    path = catalogue_path(lang)
    translated = read(path, lang)
    differing = merge(translated, read(other, lang))
    write(path, translated)
    return differing


def main(arguments: list[str]) -> int:
    told: list[str] = []
    match arguments:
        case ["extract"]:
            extract()
        case ["check"]:
            told = wrong()
        case ["merge", *lang, path] if lang in ([], *([one] for one in TRANSLATED)):
            told = merged(lang[0] if lang else DEFAULT, Path(path))
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    sys.stdout.writelines(f"{line}\n" for line in told)
    return 1 if told and arguments == ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
