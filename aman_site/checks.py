"""House rules as system checks: they stop the start, they are no remarks in a review."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError
from django.db.models import Model
from wagtail.models import RevisionMixin
from wagtail.search.index import Indexed

from dossiers.storage import installation

# Each would be a second door into the archive.
REFUSED_APPS = ("django.contrib.admin", "django.contrib.admindocs", "wagtail.api", "rest_framework")
OUTSIDE_CALLS = ("WAGTAIL_ENABLE_UPDATE_CHECK", "WAGTAIL_ENABLE_WHATS_NEW_BANNER")


@register(Tags.security)
def check_private_folder(**_kwargs: Any) -> list[CheckMessage]:
    """The private folder is never inside what the web server hands out."""
    private = Path(settings.AMAN_VAR_DIR).resolve()
    return [
        Error(
            f"AMAN_VAR_DIR lies inside {name}: private papers could be served.",
            hint="Choose a folder outside it.",
            id="aman.E001",
        )
        for name in ("MEDIA_ROOT", "STATIC_ROOT")
        if getattr(settings, name)
        and private.is_relative_to(Path(getattr(settings, name)).resolve())
    ]


@register(Tags.security)
def check_no_side_door(**_kwargs: Any) -> list[CheckMessage]:
    """No app is installed that shows models by generic views."""
    return [
        Error(f"{name} is installed: a door into the archive beside the one gate.", id="aman.E002")
        for name in REFUSED_APPS
        if any(
            app.name == name or app.name.startswith(f"{name}.") for app in apps.get_app_configs()
        )
    ]


@register(Tags.security)
def check_archive_is_hidden_from_wagtail(**_kwargs: Any) -> list[CheckMessage]:
    """No thing of the archive stands in Wagtail's indexes, revisions or choosers."""
    return [
        Error(f"{model._meta.label} {sentence}", obj=model, id="aman.E003")
        for model in apps.get_app_config("dossiers").get_models()
        for sentence in _traces_in_wagtail(model)
    ]


# Lists without personal data that editors keep in Wagtail (snippets), and their links.
REFERENCE_DATA = {"Unit", "DocumentKind", "Procedure"}


def _traces_in_wagtail(model: type[Model]) -> Iterator[str]:
    if issubclass(model, Indexed):
        yield "is in Wagtail's search index."
    if issubclass(model, RevisionMixin):
        yield "keeps revisions in Wagtail."
    is_locked = getattr(model, "wagtail_reference_index_ignore", False)
    if not is_locked and model.__name__ not in REFERENCE_DATA and not model._meta.auto_created:
        yield "is in Wagtail's reference index (set wagtail_reference_index_ignore)."


@register(Tags.security)
def check_content_security_policy(**_kwargs: Any) -> list[CheckMessage]:
    """The policy of public and dossier pages allows nothing unsafe."""
    policy: dict[str, Any] = settings.CONTENT_SECURITY_POLICY
    directives: dict[str, Any] = policy["DIRECTIVES"]
    return [
        Error(f"The content security policy allows {value} in {name}.", id="aman.E004")
        for name, values in directives.items()
        if not isinstance(values, bool)
        for value in values
        if "unsafe" in str(value) or str(value) == "*"
    ]


@register(Tags.security)
def check_no_calls_outside(**_kwargs: Any) -> list[CheckMessage]:
    """Nothing of this site calls another one."""
    wrong = [name for name in OUTSIDE_CALLS if getattr(settings, name, True)]
    if getattr(settings, "WAGTAIL_GRAVATAR_PROVIDER_URL", "default") is not None:
        wrong.append("WAGTAIL_GRAVATAR_PROVIDER_URL")
    return [Error(f"{name} lets the admin call another site.", id="aman.E005") for name in wrong]


@register("place")
def check_store_belongs_to_database(**_kwargs: Any) -> list[CheckMessage]:
    """No command starts on the store of one place and the database of another."""
    try:
        finding = installation.look()
    except DatabaseError:
        # Away or locked: whoever needs it will say so.
        return []
    if finding.state is not installation.State.DIFFERS:
        return []
    return [Error(finding.sentence, id="aman.E007")]


@register(Tags.security, deploy=True)
def check_no_demo_in_production(**_kwargs: Any) -> list[CheckMessage]:
    """The demo's sign-ins without a second factor stay at home."""
    if not settings.AMAN_EMBEDDED_DEMO:
        return []
    return [
        checks.Warning(
            "AMAN_EMBEDDED_DEMO is on: demo sign-ins need no second factor.", id="aman.W006"
        )
    ]
