-- Members' roles belong to what the data is about, and their events to the facts: read again from the chain, as for governance.
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
