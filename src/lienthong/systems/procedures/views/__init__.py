"""Pages of officers who keep the catalogue."""
