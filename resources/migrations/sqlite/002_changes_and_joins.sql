-- Messages that changed after they were posted, for whoever returns after a long time: nobody else is in this index.
CREATE INDEX messages_changed ON messages (room_id, rev) WHERE rev > seq;

-- Where a membership began, so that a room passes to its longest member.
ALTER TABLE members ADD COLUMN joined_seq INTEGER NOT NULL DEFAULT 0;
UPDATE members SET joined_seq = joined.seq
FROM (
    SELECT room_id, by_user, max(seq) AS seq FROM events
    WHERE kind IN ('room.created', 'member.joined')
    GROUP BY room_id, by_user
) AS joined
WHERE members.room_id = joined.room_id AND members.user_id = joined.by_user;
