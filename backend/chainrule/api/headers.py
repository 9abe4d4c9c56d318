"""The security headers of every answer, and the Content-Security-Policy of each kind.

Nothing is ever loaded from another host. What a program's author wrote can appear in SVG, so those
answers are sandboxed; answers with data may not load or run anything at all.
"""

from __future__ import annotations


def policy(**directives: str) -> str:
    """A Content-Security-Policy in which everything that is not named is forbidden."""
    named = {"default_src": "'none'", "base_uri": "'none'", "form_action": "'none'"} | directives
    return "; ".join(f"{name.replace('_', '-')} {value}" for name, value in named.items())


PAGE_SOURCES = {
    "script_src": "'self' 'wasm-unsafe-eval'",  # Graphviz compiled to WebAssembly
    "style_src": "'self' 'unsafe-inline'",
    "img_src": "'self' blob:",  # a picture made in the page, to be saved as PNG
    "font_src": "'self'",
    "connect_src": "'self'",
    "worker_src": "'self'",
    "manifest_src": "'self'",
}
PAGE_POLICY = policy(**PAGE_SOURCES, frame_ancestors="'none'")
EMBED_POLICY = policy(**PAGE_SOURCES, frame_ancestors="*")
DOCUMENT_POLICY = policy(style_src="'self' 'unsafe-inline'", frame_ancestors="'none'")
DATA_POLICY = policy(frame_ancestors="'none'")
PICTURE_POLICY = policy(style_src="'unsafe-inline'") + "; sandbox"

COMMON = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
    "content-security-policy": DATA_POLICY,
}
"""What an answer carries unless it says something else; an empty value removes the header."""
