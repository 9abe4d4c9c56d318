"""The REST server: FastAPI routes over the language, the graph model and the training sessions."""

from chainrule.api.app import create_app
from chainrule.api.server import serve
from chainrule.api.settings import Settings, SettingsError

__all__ = ["Settings", "SettingsError", "create_app", "serve"]
