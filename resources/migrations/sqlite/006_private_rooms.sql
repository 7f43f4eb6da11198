-- Rooms that are not public. From where a room lets new members read ('joining' or 'start'), and the lowest seq that each
-- member may read. The key of a private room's name begins with '/private/', that of a direct room is '/direct/' and its
-- members' ids: a slash stands in no name, so they take no public room's name, and a direct room is there once.
ALTER TABLE rooms ADD COLUMN history TEXT NOT NULL DEFAULT 'start';
ALTER TABLE members ADD COLUMN first INTEGER NOT NULL DEFAULT 1;
