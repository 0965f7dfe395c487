"""What every test needs: a private folder that is thrown away afterwards."""
