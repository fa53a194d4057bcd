"""A target from its address on the command line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from plugins.publishing.errors import PublishError
from plugins.publishing.targets.base import Say, Target
from plugins.publishing.targets.directory import DirectoryTarget

FORMS = "dir:/目录、ssh:主机:/目录、s3://桶/前缀、pages 或 pages:目录"


class Place(NamedTuple):
    """The project's own directories, absolute."""

    root: Path
    cache: Path


def parse_target(text: str, place: Place, wait: float, environ: Mapping[str, str], say: Say) -> Target:
    """The target that ``text`` names. Relative directories are below the root. Raises PublishError on
    anything else.
    """
    scheme, _, rest = text.partition(":")
    if scheme == "dir" and rest:
        return DirectoryTarget(place.root / rest, wait)
    if scheme == "pages":
        from plugins.publishing.targets.pages import PagesTarget  # noqa: PLC0415

        return PagesTarget(place.root / (rest or "public"))
    if scheme == "ssh":
        from plugins.publishing.targets.ssh import SshTarget, parse_ssh  # noqa: PLC0415

        command = tuple(shlex.split(environ.get("PORTAL_SSH", "ssh")))
        return SshTarget(parse_ssh(rest), place.cache / "stage", wait, command)
    if scheme == "s3" and urlsplit(text).netloc:
        # boto3 takes half a second to import: only those who need it wait.
        from plugins.publishing.targets.s3 import S3Target, build_client  # noqa: PLC0415

        parts = urlsplit(text)
        return S3Target(build_client(environ), parts.netloc, parts.path.strip("/"), say)
    raise PublishError(f"不认识的发布目标:{text or '(空)'}", f"可以写:{FORMS}")
