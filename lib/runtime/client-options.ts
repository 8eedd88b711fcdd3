/** Options of every AWS client; connections are kept alive, as the SDK does by default. */
interface ClientOptions {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/** Without `throwOnRequestTimeout` the SDK only warns that a request takes too long. */
const within = (requestTimeout: number): ClientOptions['requestHandler'] => ({
  connectionTimeout: 1_000,
  requestTimeout,
  throwOnRequestTimeout: true,
});

/** Writes carry a request token or a deduplication id, so that the SDK may try them again. */
export const STORE_OPTIONS: ClientOptions = { maxAttempts: 4, requestHandler: within(2_000) };
export const QUEUE_OPTIONS: ClientOptions = { maxAttempts: 3, requestHandler: within(2_000) };

/**
 * A query that is started twice is scanned and paid twice, and the first goes on unseen. Whoever follows one looks again
 * anyway, and stops it twice.
 */
export const LOGS_OPTIONS: ClientOptions = { maxAttempts: 1, requestHandler: within(2_000) };

/**
 * A publish is tried again at one layer, the pages queue, which delivers the page again; the SDK's one further attempt
 * is for a connection that broke. That SNS does not answer is for the pager to say, which gives up sooner than this.
 */
export const PUBLISH_OPTIONS: ClientOptions = { maxAttempts: 2, requestHandler: within(10_000) };

/** Reads of up to 100,800 values, which a person waits for; throttled ones are tried again with longer and longer pauses. */
export const HISTORY_OPTIONS: ClientOptions = { maxAttempts: 6, requestHandler: within(20_000) };

/** Reads that a diagnosis waits for, which is better made of a part than late; whoever reads asks once more. */
export const METRICS_OPTIONS: ClientOptions = { maxAttempts: 2, requestHandler: within(4_000) };

/** The same where a page waits, and with it whoever asks, who gives up sooner: a pause between two tries takes too long. */
export const BRIEF_METRICS_OPTIONS: ClientOptions = { maxAttempts: 1, requestHandler: within(3_000) };

/** What is nice to know, and waited for a moment only. */
export const ASK_OPTIONS: ClientOptions = { maxAttempts: 2, requestHandler: within(2_000) };

/** Calls of a person at a terminal, or of a pipeline that deploys. */
export const TERMINAL_OPTIONS: ClientOptions = { maxAttempts: 4, requestHandler: within(10_000) };
