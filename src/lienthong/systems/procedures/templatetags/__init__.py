"""Words of the catalogue for templates."""
