"""Pure work on pictures: find the sheet, straighten it, judge it. Free of Django."""
