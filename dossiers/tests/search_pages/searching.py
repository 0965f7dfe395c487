"""How the tests of the search desk ask, and what they look at in the answer."""

SEARCH = "/fr/dossiers/search/"
SUGGEST = "/fr/dossiers/search/suggest/"


def search(client, user, text, **more):
    """Search as a user, in French."""
    client.force_login(user)
    return client.post(SEARCH, {"q": text, **more})


def references(response):
    """Return the references of the people found."""
    found = [*response.context["sure"], *response.context["possible"]]
    return {person.reference for person in found}


def classes(response):
    """Return the classes of the papers found."""
    return {paper.row.paper_class for paper in response.context.get("papers", ())}
