"""The acts open to somebody on something, for pages and the API."""

from lienthong.kernel.acts.declaration import offered

__all__ = ["offered"]
