-- Messages that somebody pinned for the room: which event did, who and when. The latest pin comes first in lists.
ALTER TABLE messages ADD COLUMN pin_seq INTEGER;
ALTER TABLE messages ADD COLUMN pinned_by INTEGER;
ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
CREATE INDEX messages_pinned ON messages (room_id, pin_seq) WHERE pin_seq IS NOT NULL;
