"""Settings of gunicorn that differ from its defaults, for `./aman run` and for a server.

A server starts `gunicorn --config python:aman_site.web_server.config aman_site.wsgi`.
"""

import os

# One process with threads: SQLite has one writer anyway, and a second process
# would cost memory on the small machine of the centre. A server may say --workers 2.
workers = 1
# Threads for readers without a sign-in; the worker has others for staff and for uploads.
threads = 3
worker_class = "aman_site.web_server.worker.SiteWorker"
# Connections of one process; one more closes the one that has waited longest.
worker_connections = 400
preload_app = True
# A process whose loop does not answer for so long is started again.
timeout = 120
graceful_timeout = 10
# A kept-alive connection costs no thread.
keepalive = 5
# Warnings repeat what a stranger sent, search terms included.
loglevel = "error"
# No access log: search terms and ids of families stay out of files.
accesslog = None
# Headers with an underscore name our own variables: none is taken from outside.
forwarder_headers = ""
control_socket_disable = True
# gunicorn's heartbeat file, made privately.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
