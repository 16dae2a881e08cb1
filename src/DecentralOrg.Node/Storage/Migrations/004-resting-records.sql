-- Until when a record is left alone whose batch was refused as a whole; in milliseconds since 1970.
ALTER TABLE records ADD COLUMN rests_until INTEGER NOT NULL DEFAULT 0;
