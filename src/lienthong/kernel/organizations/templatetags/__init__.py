"""Words of organizations in templates."""
