"""The pages of purchases and what follows from them."""

from django.urls import path

from . import step_views as steps

urlpatterns = [
    path("purchases/<str:number>/", steps.show, name="purchase_page"),
    path("purchases/<str:number>/next/", steps.go_on, name="next_step"),
    path("purchases/<str:number>/payments/", steps.payments, name="payments"),
    path("purchases/<str:number>/paid/", steps.paid, name="paid"),
    path("homes/<str:public_number>/resale/", steps.resale, name="resale"),
]
