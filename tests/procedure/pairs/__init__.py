"""Every pair of statuses by the API: where a thing may be placed, and which verbs would bring it where."""
