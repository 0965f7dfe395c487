"""The work of the scanning desk: tray, pile, filing, pages set aside."""
