"""Long work as rows: a job, its chunks, its progress. It never knows what a kind of job does."""
