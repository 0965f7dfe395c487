"""Pure text work of the card index: folding, name units, sounds. No Django."""
