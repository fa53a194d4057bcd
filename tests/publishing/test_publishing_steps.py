"""The whole way, by the command line, on a small repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.publishing.__main__ import find_previous
from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import build_manifest
from plugins.publishing.origin import check_clock
from plugins.publishing.steps import Gates, Job, prepare
from tests.publishing.nginx_host import serve
from tests.publishing.trees import read_tree, write_site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository whose build copies ``site/`` into ``output/``."""
    root = tmp_path / "project"
    write_site(root / "site", 1)
    (root / ".gitignore").write_text("output/\n.cache/\npublic/\n")
    commit(root, "first", init=True)
    return root


def commit(root: Path, words: str, init: bool = False) -> None:
    run = ["git", "-c", "user.name=t", "-c", "user.email=t@example.cn", "-C", str(root)]
    if init:
        subprocess.run([*run, "init", "-q"], check=True)
    subprocess.run([*run, "add", "-A"], check=True)
    environ = {
        **os.environ,
        "GIT_COMMITTER_DATE": "@1700000000 +0800",
        "GIT_AUTHOR_DATE": "@1700000000 +0800",
    }
    subprocess.run([*run, "commit", "-q", "-m", words], check=True, env=environ)


def command(root: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "plugins.publishing", "--root", str(root), *words],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def publish(root: Path, target: str, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    gates = ["--check-command", "true", "--inspect-command", "true"]
    build = ["--build-command", "sh -c 'rm -rf output && cp -r site output && echo built'"]
    return command(root, "publish", "--target", target, *gates, *build, *words, **environ)


def test_from_sources_to_a_host_and_back(project: Path, tmp_path: Path) -> None:
    host = tmp_path / "host"
    first = publish(project, f"dir:{host}")
    assert (first.returncode, first.stderr) == (0, "")
    stamp = json.loads((host / "current/build.json").read_text())
    head = subprocess.run(
        ["git", "-C", str(project), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    )
    assert (stamp["commit"], stamp["time"], stamp["dirty"]) == (head.stdout.strip(), 1700000000, False)
    served = {n for n in read_tree(host / "current") if not n.endswith((".br", ".gz"))}
    assert served == {*read_tree(project / "site"), "build.json"}
    assert (host / "current/index.html.br").is_file()

    write_site(project / "site", 2)
    commit(project, "second")
    assert publish(project, f"dir:{host}").returncode == 0
    listed = command(project, "releases", "--target", f"dir:{host}")
    assert [line[20:] for line in listed.stdout.splitlines()] == ["", "  ← 线上"]
    back = command(project, "rollback", "--target", f"dir:{host}")
    assert (back.returncode, json.loads((host / "current/build.json").read_text())) == (0, stamp)


def test_nothing_of_this_machine_is_in_what_is_published(project: Path, tmp_path: Path) -> None:
    publish(project, f"dir:{tmp_path / 'a'}", SOURCE_DATE_EPOCH="1600000000")
    assert json.loads((tmp_path / "a/current/build.json").read_text())["time"] == 1600000000
    for body in read_tree(tmp_path / "a/current").values():
        assert str(tmp_path).encode() not in body
    publish(project, f"dir:{tmp_path / 'b'}", SOURCE_DATE_EPOCH="1600000000")
    assert read_tree(tmp_path / "a/current") == read_tree(tmp_path / "b/current")


def test_a_dirty_tree_is_refused_unless_told_so(project: Path, tmp_path: Path) -> None:
    (project / "site/新稿.html").write_text("not committed")
    done = publish(project, f"dir:{tmp_path / 'host'}")
    assert (done.returncode, (tmp_path / "host").exists()) == (1, False)
    assert "有改动还没有提交:site/新稿.html" in done.stderr.replace('"', "")
    assert "先提交" in done.stderr
    assert publish(project, f"dir:{tmp_path / 'host'}", "--allow-dirty").returncode == 0
    assert json.loads((tmp_path / "host/current/build.json").read_text())["dirty"] is True


@pytest.mark.parametrize(
    ("gate", "words"),
    [("check", "检查没有通过"), ("build", "网站没有生成成功"), ("inspect", "成品检验没有通过")],
)
def test_a_gate_that_says_no_stops_everything(project: Path, tmp_path: Path, gate: str, words: str) -> None:
    done = publish(
        project, f"dir:{tmp_path / 'host'}", f"--{gate}-command", "sh -c 'echo 第三行有误; exit 3'"
    )
    assert (done.returncode, (tmp_path / "host").exists()) == (1, False)
    assert "第三行有误" in done.stdout
    assert f"{words}(退出码 3),没有发布" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_no_secret_reaches_output_or_log(project: Path, tmp_path: Path) -> None:
    secret = {"PORTAL_API_TOKEN": "very-secret-value"}
    done = publish(
        project, f"dir:{tmp_path / 'host'}", "--check-command", "sh -c 'echo $PORTAL_API_TOKEN'", **secret
    )
    assert (done.returncode, "very-secret-value" in done.stdout, "***" in done.stdout) == (0, False, True)
    (project / "site/data/leak.json").write_text('{"key": "very-secret-value"}')
    commit(project, "leak")
    leak = publish(project, f"dir:{tmp_path / 'host'}", **secret)
    assert leak.returncode == 1
    assert "输出文件 data/leak.json 里有密钥或口令" in leak.stderr
    assert "very-secret-value" not in leak.stderr + leak.stdout


def test_sources_and_dotfiles_in_an_output_are_refused(project: Path, tmp_path: Path) -> None:
    (project / "site/content").mkdir()
    (project / "site/content/a.md").write_text("draft")
    (project / "site/.env").write_text("A=1")
    commit(project, "strays")
    done = publish(project, f"dir:{tmp_path / 'host'}")
    assert (done.returncode, (tmp_path / "host").exists()) == (1, False)
    assert "输出目录里有 2 个不该公开的文件" in done.stderr


def test_a_live_site_that_is_wrong_is_taken_back_by_itself(project: Path, tmp_path: Path) -> None:
    host = tmp_path / "host"
    publish(project, f"dir:{host}")
    with serve(host, tmp_path / "nginx") as base:
        write_site(project / "site", 2)
        commit(project, "second")
        good = publish(project, f"dir:{host}", "--live", base, "--patience", "0")
        assert (good.returncode, good.stderr) == (0, "")
        back = command(project, "rollback", "--target", f"dir:{host}", "--live", base, "--patience", "0")
        assert (back.returncode, back.stderr) == (0, "")
        elsewhere = ["--to", "", "--live", f"{base}/nowhere", "--patience", "0"]
        forward = publish(project, f"dir:{host}", "--live", base, "--patience", "0")
        assert forward.returncode == 0
        wrong_back = command(project, "rollback", "--target", f"dir:{host}", *elsewhere)
        assert (wrong_back.returncode, "退回后的线上检查没有通过" in wrong_back.stderr) == (1, True)
        assert publish(project, f"dir:{host}").returncode == 0
        before = read_tree(host / "current")
        write_site(project / "site", 3)
        (project / "site/404.html").unlink()  # the host cannot answer with a page that is not there
        commit(project, "third")
        wrong = publish(project, f"dir:{host}", "--live", f"{base}/nowhere", "--patience", "0")
    assert wrong.returncode == 1
    assert "已自动退回版本" in wrong.stderr
    assert read_tree(host / "current") == before


def test_a_first_release_that_is_wrong_says_that_it_stays(project: Path, tmp_path: Path) -> None:
    done = publish(project, f"dir:{tmp_path / 'host'}", "--live", "http://127.0.0.1:9", "--patience", "0")
    assert done.returncode == 1
    assert "没有更早的版本可退" in done.stderr


def test_the_pages_folder_mirrors_the_output(project: Path) -> None:
    assert publish(project, "pages").returncode == 0
    assert read_tree(project / "public") == {**read_tree(project / "output"), ".nojekyll": b""}
    (project / "site/news/2019/story-1/index.html").unlink()
    commit(project, "one less")
    assert publish(project, "pages").returncode == 0
    assert read_tree(project / "public") == {**read_tree(project / "output"), ".nojekyll": b""}
    back = command(project, "rollback", "--target", "pages")
    assert (back.returncode, "git revert" in back.stderr) == (1, True)
    (project / "mine").mkdir()
    (project / "mine/letter.txt").write_text("mine")
    refused = publish(project, "pages:mine", "--allow-dirty")
    assert (refused.returncode, read_tree(project / "mine")) == (1, {"letter.txt": b"mine"})


def test_a_target_that_nobody_knows(project: Path) -> None:
    done = publish(project, "ftp:somewhere")
    assert (done.returncode, "不认识的发布目标:ftp:somewhere" in done.stderr) == (1, True)


def test_a_way_back_to_what_is_live_says_so(project: Path, tmp_path: Path) -> None:
    target = f"dir:{tmp_path / 'host'}"
    publish(project, target)
    release = (tmp_path / "host/current").readlink().name
    done = command(project, "rollback", "--target", target, "--to", release[:6])
    assert (done.returncode, done.stdout) == (
        0,
        f"线上已经是 {release},没有改动;用 releases 命令看有哪些版本\n",
    )


def test_a_clock_that_is_years_wrong_is_told_as_that(project: Path) -> None:
    with pytest.raises(PublishError, match=r"本机时钟是 2021-11-14,早于最近一次提交\(2023-11-15\),没有发布"):
        check_clock(project, 1_700_000_000 - 731 * 86_400)
    assert (
        check_clock(project, 1_700_000_000 - 3_600)
        == check_clock(project, 1_700_000_000 + 170 * 86_400)
        == ""
    )
    assert check_clock(project, 1_700_000_000 + 731 * 86_400).startswith("提醒:本机时钟是 2025-11-15")
    assert check_clock(project.parent, 0.0) == ""


def test_a_commit_on_the_way_stops_the_publication(project: Path) -> None:
    def build() -> int:
        write_site(project / "output", 1)
        (project / "site/late.html").write_text("late")
        return 0

    job = Job(project, project / "output", project / ".cache", environ={})
    with pytest.raises(PublishError, match="发布途中仓库里有了新的改动"):
        prepare(job, Gates(lambda: 0, build, lambda: 0), lambda _: None)


def test_the_nginx_command_reads_the_redirects(project: Path) -> None:
    write_site(project / "output", 1)
    (project / "output/redirects.json").write_text('{"places/old/index.html": "/places/new/"}')
    done = command(project, "nginx", "--host-root", "/srv/portal", "--server-name", "www.example.cn")
    assert done.returncode == 0
    assert '    "/places/old/" "/places/new/";\n' in done.stdout
    assert command(project, "nginx", "--host-root", "/srv/a b").returncode == 1


def test_the_manifest_lists_every_file(project: Path) -> None:
    site = project / "site"
    assert sorted(build_manifest(site).files) == sorted(read_tree(site))


def test_the_last_release_tells_what_changed_since(tmp_path: Path) -> None:
    index = tmp_path / "current" / "data" / "index.json"
    assert find_previous(f"dir:{tmp_path}", {}) == {}
    index.parent.mkdir(parents=True)
    index.write_text("{}", "utf-8")
    assert find_previous(f"dir:{tmp_path}", {}) == {"PORTAL_PREVIOUS": str(index.resolve())}
    assert find_previous(f"dir:{tmp_path}", {"PORTAL_PREVIOUS": "by-hand.json"}) == {}
    assert find_previous("s3://bucket", {}) == {}
