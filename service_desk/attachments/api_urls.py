from django.urls import path

from service_desk.attachments import api

urlpatterns = [
    path("cases/<str:number>/attachments", api.AttachmentsOfCase.as_view(), name="api-attachments"),
    path(
        "attachments/<uuid:public_id>/content", api.AttachmentContent.as_view(), name="api-attachment-content"
    ),
    path(
        "attachments/<uuid:public_id>/caption", api.AttachmentCaption.as_view(), name="api-attachment-caption"
    ),
    path(
        "attachments/<uuid:public_id>/removal", api.AttachmentRemoval.as_view(), name="api-attachment-removal"
    ),
    path("attachments/<uuid:public_id>/return", api.AttachmentReturn.as_view(), name="api-attachment-return"),
]
