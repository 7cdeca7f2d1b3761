"""Who may do what, where: users, roles, grants, tokens. It never knows what a role does in a room above."""
