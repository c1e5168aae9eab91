"""The composition root: the only room that knows them all. One file per thing a user can ask for."""
