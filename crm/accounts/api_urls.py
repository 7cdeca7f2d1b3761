from django.urls import path

from crm.accounts import api

urlpatterns = [
    path("me", api.Me.as_view(), name="api-me"),
    path("tokens", api.Tokens.as_view(), name="api-tokens"),
    path("tokens/<uuid:ref>", api.OneToken.as_view(), name="api-token"),
    path("users", api.Users.as_view(), name="api-users"),
    path("users/<str:username>", api.OneUser.as_view(), name="api-user"),
    path("users/<str:username>/password", api.UserPassword.as_view(), name="api-user-password"),
    path("users/<str:username>/deactivation", api.UserDeactivation.as_view(), name="api-user-deactivation"),
    path("users/<str:username>/activation", api.UserActivation.as_view(), name="api-user-activation"),
    path("users/<str:username>/roles", api.UserRoles.as_view(), name="api-user-roles"),
    path("users/<str:username>/roles/revocation", api.UserRoleRevocation.as_view(), name="api-user-role-end"),
]
