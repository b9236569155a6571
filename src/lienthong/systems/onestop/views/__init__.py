"""Doors of the one-stop shop: the inbox, a dossier and its acts, lists, the leader's page, the counter."""
