from django.urls import path

from crm.accounts import settings_views, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", views.own_account, name="own_account"),
    path("account/password/", views.change_password, name="change_password"),
    path("account/sessions/end/", views.end_sessions, name="end_sessions"),
    path("account/tokens/", views.issue_token, name="issue_token"),
    path("account/tokens/<uuid:ref>/end/", views.revoke_token, name="revoke_token"),
    path("settings/users/", settings_views.users, name="settings_users"),
    path("settings/users/new/", settings_views.new_user, name="settings_new_user"),
    path("settings/users/<str:username>/", settings_views.user, name="settings_user"),
    path("settings/users/<str:username>/roles/", settings_views.give_grant, name="give_grant"),
    path("settings/users/<str:username>/roles/take/", settings_views.take_grant, name="take_grant"),
    path("settings/users/<str:username>/password/", settings_views.set_password, name="set_user_password"),
    path("settings/users/<str:username>/close/", settings_views.deactivate, name="deactivate_user"),
    path("settings/users/<str:username>/open/", settings_views.activate, name="activate_user"),
]
