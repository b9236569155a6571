"""Words of forms for templates."""
