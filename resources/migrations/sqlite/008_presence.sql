-- As what an account wants to be seen, on all of its devices.
ALTER TABLE users ADD COLUMN presence TEXT NOT NULL DEFAULT 'available';
