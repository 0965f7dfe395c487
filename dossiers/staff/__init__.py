"""People who work here: invitations, accounts, leaving with a hand-over, units in use."""
