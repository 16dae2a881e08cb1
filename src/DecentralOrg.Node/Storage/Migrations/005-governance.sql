-- Timelock, governor and members' roles belong to what the data is about, and their events to the facts. What was read without
-- them is read again from the chain, which has all of it; accepted records and wanted transactions are not touched.
DELETE FROM blocks;
DELETE FROM finality;
DROP TABLE identity;
CREATE TABLE identity (
    chain_id INTEGER NOT NULL,
    genesis BLOB NOT NULL,
    settlement BLOB NOT NULL,
    ledger BLOB NOT NULL,
    parameters BLOB NOT NULL,
    token BLOB NOT NULL,
    reputation BLOB NOT NULL,
    timelock BLOB NOT NULL,
    governor BLOB NOT NULL,
    roles BLOB NOT NULL
);

-- The votes at a proposal's snapshot are those of the last block until then.
CREATE INDEX blocks_timestamp ON blocks (timestamp);
