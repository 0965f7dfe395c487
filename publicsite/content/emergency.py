"""The national emergency numbers as a first proposal that the centre has yet to confirm."""

from wagtail.models import Site

from publicsite.models import EmergencyNumber, SiteSettings

# General knowledge, not checked against a source (confidence K): shown as not yet confirmed.
PROPOSED = [
    ("19", "الشرطة", "Police", "Police"),
    ("177", "الدرك الملكي", "Gendarmerie royale", "Royal Gendarmerie"),
    (
        "15",
        "الوقاية المدنية والإسعاف",
        "Protection civile et secours",
        "Civil protection, ambulance",
    ),
]


def plant_emergency_numbers(site: Site) -> None:
    """Write the proposal once; what the centre entered or removed stays as it is."""
    if SiteSettings.objects.filter(site=site).exists():
        return
    settings = SiteSettings.for_site(site)
    settings.emergency_numbers = [
        EmergencyNumber(number=number, name_ar=ar, name_fr=fr, name_en=en, sort_order=position)
        for position, (number, ar, fr, en) in enumerate(PROPOSED)
    ]
    settings.save()
