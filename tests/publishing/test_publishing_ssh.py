"""ssh: targets against a real sshd on this machine."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.publishing.errors import BusyError, PublishError
from plugins.publishing.history import History
from plugins.publishing.manifest import build_manifest
from plugins.publishing.targets.directory import hold_lock
from plugins.publishing.targets.ssh import SshAddress, SshTarget, build_ssh_error, parse_ssh
from plugins.publishing.targets.watching import Watched, run_watched
from tests.publishing.killing import kill_after, start_put, time_put
from tests.publishing.nginx_host import free_port
from tests.publishing.trees import read_tree, write_site
from tests.tools import needs


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A sshd of our own with keys of our own: its port, and the ssh command that gets in."""
    needs("/usr/sbin/sshd", "openssh-server")
    needs("rsync", "rsync")
    home = tmp_path_factory.mktemp("sshd")
    port = free_port()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)], check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    (home / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nAuthorizedKeysFile {home}/user.pub\n"
        f"PidFile {home}/pid\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\n"
        "MaxStartups 50\n"
    )
    with subprocess.Popen(
        ["/usr/sbin/sshd", "-D", "-e", "-f", str(home / "config")], stderr=subprocess.PIPE
    ) as sshd:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        quiet = (
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            f"UserKnownHostsFile={home}/known",
            "-o",
            "LogLevel=ERROR",
        )
        yield port, ("ssh", "-i", str(home / "user"), *quiet)
        sshd.terminate()


@pytest.fixture
def target(door: tuple[int, tuple[str, ...]], tmp_path: Path) -> SshTarget:
    port, command = door
    address = SshAddress(f"{getpass.getuser()}@127.0.0.1", str(port), str(tmp_path / "host"))
    return SshTarget(address, tmp_path / "stage", 0, command)


def put(target: SshTarget, site: Path, keep: int = 3) -> str:
    return target.put(build_manifest(site), site, keep).release


def test_releases_are_put_linked_kept_and_taken_back(target: SshTarget, tmp_path: Path) -> None:
    host = tmp_path / "host"
    sites = [write_site(tmp_path / f"site{n}", n) for n in range(4)]
    first = target.put(build_manifest(sites[0]), sites[0], 3)
    second = target.put(build_manifest(sites[1]), sites[1], 3)
    assert (first.sent, second.sent, second.previous) == (20, 11, first.release)
    assert read_tree(host / "current") == read_tree(sites[1])
    old, new = host / "releases" / first.release, host / "releases" / second.release
    assert (old / "theme/fixed.0123456789ab.js").samefile(new / "theme/fixed.0123456789ab.js")
    assert read_tree(old) == read_tree(sites[0])
    more = [put(target, site) for site in sites[2:]]
    assert target.list_releases() == History((second.release, *more), more[1])
    kept = {n for site in sites[1:] for n in read_tree(site) if n.startswith(("theme/", "photos/"))}
    assert set(read_tree(host / "kept")) == kept
    assert target.roll_back().release == more[0]
    assert read_tree(host / "current") == read_tree(sites[2])
    assert put(target, sites[2]) == more[0]
    assert target.roll_back().release == second.release


def test_a_damaged_release_is_mended(target: SshTarget, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 1)
    put(target, site)
    (tmp_path / "host/current/index.html").write_text("damaged")
    (tmp_path / "host/current/stray.html").write_text("stray")
    put(target, site)
    assert read_tree(tmp_path / "host/current") == read_tree(site)


def test_kills_then_a_second_run(
    door: tuple[int, tuple[str, ...]], target: SshTarget, tmp_path: Path
) -> None:
    old, new = (write_site(tmp_path / f"site{n}", n, pages=200) for n in (1, 2))
    port, command = door
    environ = {"PORTAL_SSH": " ".join(command)}
    put(target, old)
    address = f"ssh:{getpass.getuser()}@127.0.0.1:{port}:{tmp_path / 'host'}"
    length = time_put(address.replace("/host", "/probe"), new, **environ)
    for share in (0.3, 0.6, 0.9):
        kill_after(start_put(address, new, **environ), length * share)
        # The host may still switch after its caller died, so the link is followed once and one release is read.
        assert read_tree((tmp_path / "host/current").resolve()) in [read_tree(old), read_tree(new)]
    target.wait = 20  # the host lets go of the lock when it sees the dead session end
    put(target, new)
    assert read_tree(tmp_path / "host/current") == read_tree(new)
    assert [p.name for p in (tmp_path / "host/releases").iterdir() if p.name.startswith(".")] == []


def test_a_second_publication_is_refused_while_one_runs(target: SshTarget, tmp_path: Path) -> None:
    site, host = write_site(tmp_path / "site", 1), tmp_path / "host"
    host.mkdir()
    with hold_lock(host / ".lock", 0), pytest.raises(BusyError, match="另一次发布正在进行"):
        put(target, site)
    assert put(target, site) == build_manifest(site).release


def test_no_host_and_no_way_in(target: SshTarget, door: tuple[int, tuple[str, ...]], tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 1)
    address = SshAddress("127.0.0.1", "9", str(tmp_path / "host"))
    with pytest.raises(PublishError, match="主机拒绝连接"):
        put(SshTarget(address, tmp_path / "stage2", 0, door[1]), site)
    stranger = ("ssh", "-i", "/nowhere", "-o", "IdentitiesOnly=yes", *door[1][3:])
    address = SshAddress("127.0.0.1", str(door[0]), str(tmp_path / "host"))
    with pytest.raises(PublishError, match="主机不接受登录"):
        put(SshTarget(address, tmp_path / "stage3", 0, stranger), site)


def test_a_command_that_falls_silent_is_ended_and_a_slow_one_is_not() -> None:
    slow = run_watched(
        ["sh", "-c", "for n in 1 2 3 4; do echo $n; sleep 0.3; done; echo no >&2; exit 3"], 5.0
    )
    assert slow == Watched(3, "1\n2\n3\n4\n", "no\n", silent=False)
    begun = time.monotonic()
    silent = run_watched(["sh", "-c", "echo 1; exec sleep 60"], 0.5)
    assert (silent.stdout, silent.silent) == ("1\n", True)
    assert time.monotonic() - begun < 20


def test_a_host_that_stalls_half_way_then_a_second_run(
    target: SshTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host's rsync stops reading, and goes on sending signs of life."""
    site, host = write_site(tmp_path / "site", 1), tmp_path / "host"
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin/rsync"
    fake.write_text("#!/bin/sh\necho index.html\nexec sleep 60\n")
    fake.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
        patch.setattr("plugins.publishing.targets.ssh._SILENCE", 0.5)
        with pytest.raises(PublishError, match="上传时出错:主机没有应答。线上仍是原来的版本"):
            put(target, site)
    assert not (host / "current").exists()
    target.wait = 20
    put(target, site)
    assert read_tree(host / "current") == read_tree(site)


def test_addresses() -> None:
    assert parse_ssh("web:/srv/portal/") == SshAddress("web", "", "/srv/portal")
    assert parse_ssh("deploy@web.example.cn:2222:/srv/portal") == SshAddress(
        "deploy@web.example.cn", "2222", "/srv/portal"
    )
    for bad in (
        "web",
        "web:srv",
        "-oProxyCommand=x:/srv",
        "web:/srv/../etc",
        "web:/srv; rm",
        "web:/srv $x",
        "",
    ):
        with pytest.raises(PublishError):
            parse_ssh(bad)


def test_what_ssh_says_becomes_what_to_do() -> None:
    full = build_ssh_error("rsync: write failed: No space left on device (28)\n", "上传")
    assert (full.message, full.hint[:6]) == ("上传时出错:主机磁盘已满。线上仍是原来的版本", "请管理员清理")
    assert build_ssh_error("", "上传").message == "上传时出错:没有说明。线上仍是原来的版本"
