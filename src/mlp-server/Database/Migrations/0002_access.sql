-- hash is the sha256 of the secret, which is never stored. kept_in: the file that holds a server's own first token.
CREATE TABLE token (
    id {id},
    name {text} NOT NULL,
    hash {text} NOT NULL UNIQUE,
    role {text} NOT NULL,
    project {text},
    kept_in {text},
    created_at BIGINT NOT NULL,
    created_by {text} NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT,
    revoked_by {text}
);
CREATE INDEX token_by_kept_in ON token (kept_in);

-- followed_to: the last event for which deliveries exist. leased_*: the server that delivers now, so that no other does.
-- paused_until: the receiver could not be reached at all; nothing more is tried until then.
CREATE TABLE webhook (
    id {id},
    url {text} NOT NULL,
    secret {text} NOT NULL,
    events {text} NOT NULL,
    followed_to BIGINT NOT NULL,
    leased_by {text},
    leased_until BIGINT NOT NULL DEFAULT 0,
    paused_until BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    created_by {text} NOT NULL,
    deleted_at BIGINT
);

CREATE TABLE webhook_delivery (
    id {id},
    webhook_id BIGINT NOT NULL REFERENCES webhook (id),
    event_id BIGINT NOT NULL,
    state {text} NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    status_code BIGINT,
    error {text},
    created_at BIGINT NOT NULL,
    last_attempt_at BIGINT,
    next_attempt_at BIGINT
);
CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, event_id) WHERE state = 'pending';
