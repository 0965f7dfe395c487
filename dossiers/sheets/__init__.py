"""Cover sheets, separators and labels: printed for the desk, found again on scans."""
