"""``pages``: a folder for GitHub Pages and GitLab Pages, which their own workflow then carries up.

Both hosts switch a whole upload at once and keep no way back of their own: going back is running an older
commit's workflow again.
"""

from __future__ import annotations

from pathlib import Path

from plugins.publishing.errors import PublishError, build_os_error
from plugins.publishing.history import History
from plugins.publishing.manifest import Manifest
from plugins.publishing.smoke import Expected
from plugins.publishing.targets.base import Put
from plugins.publishing.tree import fill_tree

_NO_JEKYLL = ".nojekyll"


class PagesTarget:
    """A folder that mirrors the release exactly, and ``.nojekyll`` so that GitHub serves names as they
    are.
    """

    required_headers: tuple[str, ...] = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, manifest: Manifest, source: Path, keep: int) -> Put:
        """Fill the folder. ``keep`` means nothing here."""
        del keep
        if self.folder.resolve() == source.resolve():
            raise PublishError("发布目录和输出目录不能是同一个", "换一个目录,如 pages:public")
        try:
            if (
                self.folder.is_dir()
                and any(self.folder.iterdir())
                and not (self.folder / _NO_JEKYLL).is_file()
            ):
                raise PublishError(
                    f"{self.folder.name} 不是空目录,也不是上次发布留下的,没有动它",
                    "换一个空目录,或先把里面的东西移走",
                )
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _NO_JEKYLL).touch()
            written = fill_tree(self.folder, manifest, source, None, spare=frozenset({_NO_JEKYLL}))
        except OSError as error:
            raise build_os_error(error, f"写入 {self.folder.name} ") from error
        return Put(manifest.release, "", written)

    def roll_back(self, release: str = "") -> Put:
        raise PublishError(
            "GitHub Pages 和 GitLab Pages 不保留旧版本",
            "在仓库里 git revert 那次提交并推送,工作流会重新发布;或重新运行上一次成功的工作流",
        )

    def expect(self, release: str) -> Expected:
        raise PublishError(f"这里没有版本 {release} 的记录", "在平台的部署记录里查看")

    def list_releases(self) -> History:
        return History()
