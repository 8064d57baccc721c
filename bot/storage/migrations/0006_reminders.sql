-- due_at: the exact moment where the rule counts hours; done_at: the customer has done it and
-- is not reminded of it. reminders_off: of no deadline of the claim is the customer reminded.
ALTER TABLE claim_deadline ADD COLUMN due_at BIGINT;
ALTER TABLE claim_deadline ADD COLUMN done_at BIGINT;
ALTER TABLE claim ADD COLUMN reminders_off BIGINT NOT NULL DEFAULT 0;
