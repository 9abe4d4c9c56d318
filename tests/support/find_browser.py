"""The Chromium or Chrome that browser tests drive.

As a script it prints the program's path, and fails if there is none.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

# The first two are pages of the browser's own, which it makes for every context and nobody sees:
# they take longer than Chainrule's. The others are what Playwright turns off, in the same switch.
FEATURES_OFF = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
BROWSER_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(FEATURES_OFF)}",
]


def find_browser() -> str | None:
    """The browser named by CHAINRULE_BROWSER, else one that is installed, else Playwright's own."""
    if named := os.environ.get("CHAINRULE_BROWSER"):
        return shutil.which(named)
    installed = [path for name in PROGRAMS if (path := shutil.which(name))]
    installed += [path for path in APPLICATIONS if Path(path).exists()]
    if installed:
        return installed[0]
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    browser = find_browser()
    sys.stdout.write(f"{browser}\n" if browser else "")
    sys.exit(browser is None)
