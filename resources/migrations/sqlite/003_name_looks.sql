-- Names are unique by what they look like as they are written, too: "paypaI" with a capital i beside "paypal". The
-- server gives the names that are there already their looks when it starts; of those that look alike only the oldest.
ALTER TABLE users ADD COLUMN look_key TEXT;
CREATE UNIQUE INDEX users_by_look ON users (look_key);
ALTER TABLE rooms ADD COLUMN look_key TEXT;
CREATE UNIQUE INDEX rooms_by_look ON rooms (look_key);
