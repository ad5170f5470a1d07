"""Questions for a person: what askers, admins and experts read of them."""

from __future__ import annotations
