"""The floors: the barest Django REST framework that could do the same work, with nothing of ours in it."""
