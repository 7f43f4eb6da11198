-- A message's text can be changed, and taken away. What it was before stands in the log, until it is deleted.
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
ALTER TABLE messages ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
