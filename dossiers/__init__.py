"""The locked archive: dossiers, papers, people, and who may see them."""
