"""Serve the site and its worker until Ctrl-C; says the addresses and the demo sign-ins."""

import logging
import os
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser, call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from aman_site.contents import holds_demo
from aman_site.pid_file import RunningSite, marked_as_running
from aman_site.runner.ports import HOST
from aman_site.runner.terminal import say
from aman_site.setup_links import setup_lines
from aman_site.supervisor import Child, Supervisor
from aman_site.web_server.server import SiteServer
from dossiers.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from dossiers.staff.actions.setup import missing_accounts, offer_first_account
from dossiers.storage import installation

START_LIMIT_S = 60


class Command(BaseCommand):
    """Run web server, worker and, while it has something to do, the demo."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--port`."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything once, then fork."""
        port: int = options["port"]
        try:
            finding = installation.guard_store()
        except installation.DifferentPlaceError as error:
            raise CommandError(str(error)) from error
        if finding.sentence:
            # The public pages do without it; the worker waits.
            say(finding.sentence)
        application = get_wsgi_application()
        if options["verbosity"] < 2:
            # The terminal tells the story; each paper's line is for --verbosity 2.
            logging.getLogger("dossiers").setLevel(logging.WARNING)
        # Loads every view now: the children share what the parent has loaded.
        get_resolver().url_patterns  # noqa: B018
        demo = holds_demo(Path(settings.AMAN_VAR_DIR))
        address = f"{HOST}:{port}"
        children = [
            Child("web server", lambda: SiteServer(application, address=address).run()),
            Child("worker", lambda: call_command("work")),
            Child("greeter", lambda: greet(port=port, demo=demo), once=True),
        ]
        if demo:
            children.append(
                Child("demo", lambda: call_command("load_demo", follow=True), once=True)
            )
        with marked_as_running(RunningSite(os.getpid(), port)):
            Supervisor(children, say=say).run()
        say("\nStopped. Nothing is lost; ./aman run goes on where it was.")


def greet(*, port: int, demo: bool) -> None:
    """Wait until the site answers, then print where it is and who may sign in."""
    _wait_for(port)
    home = f"http://localhost:{port}"
    lines = [
        "",
        f"  Public site      {home}/ar/   {home}/fr/   {home}/en/",
        f"  Dossier area     {home}/ar/dossiers/   {home}/fr/dossiers/",
        f"  Pages, units     {home}/admin/",
    ]
    if demo:
        lines += ["", f"  Demo sign-ins, all with the password {DEMO_PASSWORD}"]
        lines += [f"    {one.username:<14}{one.does}" for one in DEMO_ACCOUNTS]
    elif settings.AMAN_OFFER_SETUP:
        lines += offer_setup(home)
    say("\n".join([*lines, "", "  Stop with Ctrl-C.", ""]))


def offer_setup(site: str) -> list[str]:
    """Return new links for the first accounts of a place that nobody can enter; else nothing."""
    offers = [offer_first_account(purpose) for purpose in missing_accounts()]
    if not offers:
        return []
    lines = ["", "  Nobody can sign in yet. Each of these links makes one account, once:"]
    return [*lines, *setup_lines(offers, site=site)]


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
