"""Where systems say which permissions come with a role and what they allow; the register lies with the appointments."""

from lienthong.kernel.organizations.extensions import (
    RoleGrant,
    grants_of,
    name_permissions,
    permission_label,
    role,
    role_labels,
)

__all__ = ["RoleGrant", "grants_of", "name_permissions", "permission_label", "role", "role_labels"]
