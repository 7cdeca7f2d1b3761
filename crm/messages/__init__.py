"""Messages to the outside world: at least once, never more than once plus the crashes. It writes none of them."""
