"""Settings by subject (base, languages, security, search, tasks) and by place.

Places: `embedded` (default: one machine, nothing to install), `production`,
`testing`. Each place imports every subject and changes what differs there.
"""
