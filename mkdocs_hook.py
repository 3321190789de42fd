"""Lets plain `mkdocs build` build the site: mkdocs.yml names this file under `hooks`."""

from runbook_lint.app.site.hook import on_config, on_files, on_post_build, on_serve

__all__ = ["on_config", "on_files", "on_post_build", "on_serve"]
