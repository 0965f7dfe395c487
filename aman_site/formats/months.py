"""The months as Morocco calls them, marked for the catalogues.

Django's own Arabic months are Egyptian (يوليو, أغسطس, نوفمبر); the office writes
يوليوز, غشت, نونبر. Ours stand in `locale/ar` under the same words and win.
"""

from django.utils.translation import gettext_noop

MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
