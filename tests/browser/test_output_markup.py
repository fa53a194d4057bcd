"""No error in any page, style or drawing of the output, by the Nu Html Checker; scripts that a phone of 2019 can parse."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.builds import ROOT
from tests.tools import needs

NODE = ROOT / "tests" / "browser" / "node"
PARSE = """
const acorn = require('acorn'), fs = require('fs');
for (const file of process.argv.slice(1)) {
  try { acorn.parse(fs.readFileSync(file, 'utf8'), {ecmaVersion: 2018, sourceType: 'script'}); }
  catch (error) { console.log(file + ': ' + error.message); }
}"""


@pytest.fixture(scope="module")
def modules() -> Path:
    needs("npm", "npm")
    folder = NODE / "node_modules"
    lock = NODE / "package-lock.json"
    mark = folder / ".package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(
            ["npm", "ci", "--ignore-scripts"], cwd=NODE, check=True, capture_output=True, timeout=300
        )
    return folder


def ask_vnu(modules: Path, files: list[Path], *options: str) -> list[str]:
    """What the checker calls an error, `file:line.column: message`; the files are named on its own list."""
    needs("java", "default-jre-headless")
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    said = []
    for start in range(0, len(files), 500):
        command = ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", *options]
        done = subprocess.run(
            [*command, *map(str, files[start : start + 500])], capture_output=True, text=True, check=False
        )
        for message in json.loads(done.stderr)["messages"]:
            said.append(f"{message.get('url', '')}:{message.get('lastLine', 0)}: {message['message']}")
    return said


def test_checker_sees_an_error(modules: Path, tmp_path: Path) -> None:
    page, sheet = tmp_path / "bad.html", tmp_path / "bad.css"
    page.write_text("<!doctype html><html lang=zh-CN><title>坏</title><p><ul></ul><img src=a>", "utf-8")
    sheet.write_text("a{colour:red}", "utf-8")
    drawing = tmp_path / "bad.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"><p/></circle></svg>', "utf-8")
    assert [
        bool(ask_vnu(modules, [page])),
        bool(ask_vnu(modules, [sheet], "--css")),
        bool(ask_vnu(modules, [drawing], "--svg")),
    ] == [True, True, True]


@pytest.mark.parametrize("name", ["real", "published", "county"])
def test_pages_styles_and_drawings_have_no_error(
    request: pytest.FixtureRequest, modules: Path, name: str
) -> None:
    output: Path = request.getfixturevalue(name)
    found = ask_vnu(modules, sorted(output.rglob("*.html")))
    found += ask_vnu(modules, sorted(output.rglob("*.css")), "--css")
    found += ask_vnu(modules, sorted(output.rglob("*.svg")), "--svg")
    assert found == []


def test_scripts_parse_as_es2018(real: Path, modules: Path, tmp_path: Path) -> None:
    needs("node", "nodejs")
    new = tmp_path / "new.js"
    new.write_text("var a = b?.c ?? 1;", "utf-8")
    scripts = sorted(real.rglob("*.js"))
    assert len(scripts) >= 4
    done = subprocess.run(
        [str(shutil.which("node")), "-e", PARSE, *map(str, [new, *scripts])],
        cwd=NODE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [f"{new}: Unexpected token (1:10)"]
