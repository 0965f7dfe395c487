"""The expectation for sign-in, own account and public pages, by hand."""

from .table import NOBODY, ROLES, STAFF

EVERYBODY = frozenset(ROLES)
CLOSED_ACCOUNT_PAGES = (
    "<language>/^account/(?:signup|email|confirm-email|password/(?:set|reset)|login/code)/"
)

OPENS: dict[str, frozenset[str]] = {
    # The street front: everybody, and no more for being signed in.
    "start": EVERYBODY,
    "sitemap": EVERYBODY,
    "robots": EVERYBODY,
    "publicsite:search": EVERYBODY,
    "publicsite:report": EVERYBODY,
    "publicsite:procedures": EVERYBODY,
    "publicsite:procedure": EVERYBODY,
    "publicsite:untranslated": EVERYBODY,
    "publicsite:news-feed": EVERYBODY,
    "wagtail_serve": EVERYBODY,
    # Leads to the one door.
    "wagtailcore_login": NOBODY,
    "wagtailcore_authenticate_with_password": EVERYBODY,
    "wagtaildocs_serve": EVERYBODY,
    "wagtaildocs_authenticate_with_password": EVERYBODY,
    "picture": EVERYBODY,
    # The way in and out.
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_inactive": EVERYBODY,
    # Says whom to ask.
    "account_reset_password": EVERYBODY,
    # Tells a script that nobody is signed in.
    "session_state": EVERYBODY,
    # The way in by a one-time link: without its code nothing opens.
    "invitation:enter": EVERYBODY,
    "invitation:join": EVERYBODY,
    "invitation:own_password": STAFF,
    # One's own account.
    "account_reauthenticate": STAFF,
    "account_change_password": STAFF,
    "own_sessions": STAFF,
    "end_own_sessions": STAFF,
    "signed_in_again": STAFF,
    # Of others: whoever makes accounts, and the director.
    "mfa_authenticate": STAFF,
    "mfa_index": STAFF,
    "mfa_reauthenticate": STAFF,
    "mfa_activate_totp": STAFF,
    "mfa_deactivate_totp": STAFF,
    "mfa_view_recovery_codes": STAFF,
    "mfa_generate_recovery_codes": STAFF,
    "mfa_add_webauthn": STAFF,
    "mfa_reauthenticate_webauthn": STAFF,
    "mfa_remove_webauthn": STAFF,
    "mfa_edit_webauthn": STAFF,
    # Accounts and new passwords come from the administration: these answer 404.
    **dict.fromkeys(
        (
            "account_signup",
            "account_email",
            "account_email_verification_sent",
            "account_set_password",
            "account_confirm_login_code",
            "account_confirm_email",
            "account_reset_password_from_key_done",
            "account_reset_password_from_key",
            "account_reset_password_done",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            CLOSED_ACCOUNT_PAGES,
        ),
        NOBODY,
    ),
}

# Doors whose patterns carry no names for their parts.
ADDRESSES = {
    CLOSED_ACCOUNT_PAGES: "/ar/account/signup/",
    "wagtaildocs_serve": "/documents/900001/nothing.txt",
    "wagtail_serve": "/ar/nothing-here/",
    "admin/test404/": "/admin/test404/",
    "admin/^.*/$": "/admin/dossiers/person/",
}

# Addresses that no door answers, tried because they would be if something were installed.
CLOSED_ADDRESSES = (
    "/ar/dossiers/nothing/",
    "/ar/dossiers/d/nothing/nothing/",
    "/dossiers/",
    "/admin/snippets/dossiers/person/",
    "/admin/snippets/dossiers/dossier/list/",
    "/admin/dossiers/document/",
    "/admin/api/main/dossiers/",
    "/admin/snippets/choose/dossiers/person/",
    "/admin/reports/dossiers/",
    "/api/v2/pages/",
    "/api/v2/documents/",
    "/django-admin/",
    "/media/store/nothing",
    "/media/../var/keys/django-secret",
    "/static/../var/aman.sqlite3",
    "/var/aman.sqlite3",
    "/ar/dossiers/d/",
    "/ar/dossiers/p/",
    "/ar/dossiers/u/",
    "/ar/dossiers/api/",
    "/fr/dossiers/d/nothing/",
    "/fr/dossiers/p/nothing/original/",
    "/admin/snippets/dossiers/membership/add/",
    "/admin/snippets/dossiers/grant/",
    "/admin/snippets/dossiers/page/list/",
    "/admin/snippets/dossiers/journalentry/",
    "/admin/images/dossiers/1/",
    "/graphql/",
    "/rest/",
    "/__debug__/",
    "/static/store/nothing",
    "/media/../../var/store/nothing",
    "/.git/config",
)
