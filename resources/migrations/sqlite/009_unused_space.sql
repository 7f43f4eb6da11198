-- Rows that moved to another page left their bytes in the unused space of the old one, deleted ones among them. From this
-- schema on such space is written blank; what is in the file already is wiped once.
PRAGMA wipe_unused_space;
