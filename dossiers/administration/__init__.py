"""What of the Wagtail admin touches who may read what: accounts, groups, kinds, units."""
