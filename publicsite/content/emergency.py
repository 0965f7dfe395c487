"""The national emergency numbers as a first proposal that the centre has yet to confirm."""

from wagtail.models import Site

from publicsite.models import EmergencyNumber, SiteSettings

# General knowledge, not checked against a source (confidence K): shown as not yet confirmed.
PROPOSED = [
    ("19", "الشرطة (في المدن)", "Police (en ville)", "Police (in towns)"),
    (
        "177",
        "الدرك الملكي (خارج المدن)",
        "Gendarmerie royale (hors des villes)",
        "Royal Gendarmerie (outside towns)",
    ),
    (
        "15",
        "الوقاية المدنية (إسعاف وإطفاء)",
        "Protection civile (ambulance, pompiers)",
        "Civil protection (ambulance, fire)",
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
