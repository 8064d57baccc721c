-- By what files of different claims are found to be alike; all of it goes with the file.

-- A sixteenth of a picture's fingerprint: pictures that look alike share some.
CREATE TABLE picture_band (
    bot_id BIGINT NOT NULL,
    band BIGINT NOT NULL,
    evidence_id BIGINT NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
    PRIMARY KEY (bot_id, band, evidence_id)
);
CREATE INDEX picture_band_of ON picture_band (evidence_id);

-- A transaction or order number: on a file, or in the facts of a claim.
CREATE TABLE seen_number (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    evidence_id BIGINT REFERENCES evidence (id) ON DELETE CASCADE,
    claim_id BIGINT REFERENCES claim (id) ON DELETE CASCADE
);
CREATE INDEX seen_number_by ON seen_number (bot_id, number);
CREATE INDEX seen_number_of_evidence ON seen_number (evidence_id) WHERE evidence_id IS NOT NULL;
CREATE INDEX seen_number_of_claim ON seen_number (claim_id) WHERE claim_id IS NOT NULL;
