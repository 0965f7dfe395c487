"""A search that the director keeps."""

from dossiers.search_pages.saved import save_search
from dossiers.tests.world import World


def make_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Return what the rows of `table_saved_searches` speak of."""
    saved = save_search(name="x", fields={"q": "رقية"}, by=world.users["director"])
    return {"saved search": {"of the director": [saved.uid]}}
