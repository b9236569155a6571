"""Where systems say which permissions come with a role; the register itself lies with the appointments."""

from lienthong.kernel.organizations.extensions import RoleGrant, grants_of, role, role_labels

__all__ = ["RoleGrant", "grants_of", "role", "role_labels"]
