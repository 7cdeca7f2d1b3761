from django.urls import path

from service_desk.sheets import views

urlpatterns = [
    path("desk/cases/<str:number>/sheets/<slug:kind>/", views.sheet, name="sheet"),
    path("desk/cases/<str:number>/sheets/<slug:kind>.pdf", views.sheet_pdf, name="sheet_pdf"),
    path("desk/proposals/<str:number>/agreement/", views.agreement, name="agreement"),
    path("desk/proposals/<str:number>/signature.png", views.signature, name="signature"),
]
