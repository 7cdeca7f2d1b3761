"""Personal values on pages, no more of them than the reader may see: `{% load privacy %}`."""

from django import template

from crm.privacy import visibility

register = template.Library()


@register.simple_tag(takes_context=True)
def personal(context, key, value, project=None):
    """The value whole, masked, or nothing: `{% personal "owners.owner.phone" owner.phone %}`."""
    return visibility.shown(context["request"].user, key, value, project)


@register.simple_tag(takes_context=True)
def sees(context, key, project=None):
    """Whether the reader sees this column as it is: `{% sees "owners.owner.manner" as shown %}`."""
    return visibility.how(context["request"].user, key, project) is visibility.CLEAR


@register.simple_tag(takes_context=True)
def sees_some(context, key, project=None):
    """Whether the reader sees anything of this column, be it masked."""
    return visibility.how(context["request"].user, key, project) is not visibility.HIDDEN
