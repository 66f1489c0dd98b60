/** The bounds of the gateway. Each keeps one slow, greedy or broken client from harming the others. */

/** Largest frame taken from a client: what hosted allows on its paid plans. */
export const MAX_FRAME_BYTES = 3_000_000;

/** Unsent bytes after which a client that does not read is disconnected. */
export const MAX_BUFFERED_BYTES = 4_000_000;

/** Channels that one socket may join: the default of hosted. */
export const MAX_CHANNELS_PER_SOCKET = 100;

/** Bytes of a changed row beyond which long values are left out and the payload carries error 413: the default of hosted. */
export const MAX_RECORD_BYTES = 1_048_576;

/** Longest value still delivered of a row that is too large, in bytes: as hosted. */
export const MAX_VALUE_BYTES_IN_LARGE_RECORD = 64;

/** Values of an `in` filter: as hosted. */
export const MAX_IN_VALUES = 100;

/** Changes authorised together: large enough to carry a bulk insert, small enough to keep memory flat. */
export const MAX_BATCH_CHANGES = 500;

/** Changes that may wait; beyond it the replication stream is paused, and Postgres keeps the rest. */
export const MAX_QUEUED_CHANGES = 5_000;

/** Visibility checks sent to Postgres ahead of their answers. */
export const MAX_PIPELINED_CHECKS = 20;

/** How long the changes of a commit wait until queries see it. */
export const MAX_COMMIT_WAIT_MS = 10_000;

/** A socket without any frame for this long is closed; clients send a heartbeat every 25 s. */
export const IDLE_TIMEOUT_MS = 60_000;

/** Longest wait of a join with `postgres_changes_options.wait`: the maximum of hosted. */
export const MAX_SUBSCRIBE_WAIT_MS = 20_000;

/** Wait of a join that asks for `wait` and names no time: the default of hosted. */
export const DEFAULT_SUBSCRIBE_WAIT_MS = 15_000;

/** An expiry is looked at again at least this often, because timers cannot reach arbitrarily far. */
export const MAX_EXPIRY_CHECK_MS = 3_600_000;

/** Pause between attempts to reach Postgres again. */
export const RECONNECT_DELAY_MS = 250;

/** How long the first connection may take at start. */
export const START_TIMEOUT_MS = 15_000;

/** Rows of realtime.messages older than this are deleted; they were delivered when they were written. */
export const MESSAGE_RETENTION_SECONDS = 300;

/** How often old rows of realtime.messages are deleted. */
export const RETENTION_SWEEP_MS = 60_000;

/** Largest body of the HTTP broadcast endpoint. */
export const MAX_BODY_BYTES = 3_000_000;
