"""Starlette's test client: talks to an app without a network."""

import warnings

with warnings.catch_warnings():
    # It announces that it will need the package httpx2 one day; httpx does the same for now.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

__all__ = ["TestClient"]
