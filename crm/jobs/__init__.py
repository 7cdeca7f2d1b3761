"""Long work as rows: a job, its chunks, its progress, its refused rows.

It owns `Job` and `JobChunk` and runs chunks by the functions that `settings.JOB_KINDS` names:
`run_chunk(work: Work, *, now) -> Outcome`, called inside the transaction that marks the chunk done. It never knows
what a kind of job does, and it never trusts Redis with more than a wake-up.
"""
