-- When what an account wants to be seen as ends by itself, in UTC milliseconds; 0: it does not.
ALTER TABLE users ADD COLUMN presence_until INTEGER NOT NULL DEFAULT 0;
