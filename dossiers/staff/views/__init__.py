"""The pages about people who work here; the rules are in `dossiers.staff.actions`."""
