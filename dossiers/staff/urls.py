"""Addresses of the pages about staff, inside the area."""

from django.urls import URLPattern, path

from .views import person, team, units

urlpatterns: list[URLPattern] = [
    path("team/", team.show, name="team"),
    path("team/invite/", team.invite_somebody, name="team_invite"),
    path("team/units/", units.choose, name="units"),
    path("team/<int:pk>/", person.show, name="team_person"),
    path("team/<int:pk>/change/", person.change, name="team_change"),
    path("team/<int:pk>/close/", person.close, name="team_close"),
    path("team/<int:pk>/hand-over/", person.hand_over_dossiers, name="team_hand_over"),
    path("team/<int:pk>/reopen/", person.reopen, name="team_reopen"),
    path("team/<int:pk>/link/", person.new_link, name="team_link"),
    path("team/<int:pk>/link/withdraw/", person.withdraw, name="team_withdraw"),
    path("team/<int:pk>/unlock/", person.unlock, name="team_unlock"),
]
