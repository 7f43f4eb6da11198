-- Who is named in a message, and who reacted to it. form_seq is the post or the edit that has the text, where
-- a reaction came after it: the number of the last change is no form then.
ALTER TABLE messages ADD COLUMN form_seq INTEGER;
ALTER TABLE messages ADD COLUMN mentions TEXT;
ALTER TABLE messages ADD COLUMN reactions TEXT;
CREATE INDEX messages_by_reply ON messages (room_id, reply_to) WHERE reply_to IS NOT NULL;

-- The same mentions by person, to count those that are unread; person 0 is everybody in the room.
CREATE TABLE mentions (
    user_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    by_user INTEGER NOT NULL,
    PRIMARY KEY (user_id, room_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_message ON mentions (room_id, seq);
