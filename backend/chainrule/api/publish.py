"""Writes ``openapi.json`` anew: ``python -m chainrule.api.publish``."""

from __future__ import annotations

import json

from chainrule.api.app import create_app
from chainrule.api.openapi import PUBLISHED, describe
from chainrule.api.settings import Settings


def document() -> str:
    """The description of the whole interface as the committed text."""
    app = create_app(Settings(database="memory:"))
    return json.dumps(describe(app), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(document(), encoding="utf-8")
