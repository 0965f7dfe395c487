"""Addresses of the second factor: ours in place of allauth's, before which they stand.

The proof asked again is allauth's own view.
"""

from django.urls import path

from aman_site.sign_in.accounts import closed

from . import views

urlpatterns = [
    path("", views.own_factors, name="mfa_index"),
    path("authenticate/", views.show_factor, name="mfa_authenticate"),
    path("totp/activate/", views.add_app, name="mfa_activate_totp"),
    path("totp/deactivate/", views.remove_app, name="mfa_deactivate_totp"),
    path("recovery-codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", views.make_recovery_codes, name="mfa_generate_recovery_codes"),
    path("webauthn/add/", views.add_key, name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", views.rename_key, name="mfa_edit_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", views.remove_key, name="mfa_remove_webauthn"),
    # One page shows all; codes lie in no file of a computer that several people use.
    path("webauthn/", closed, name="mfa_list_webauthn"),
    path("recovery-codes/download/", closed, name="mfa_download_recovery_codes"),
]
