"""The plumbing of the API: tokens, problem details, idempotency, paging, throttles, the document."""
