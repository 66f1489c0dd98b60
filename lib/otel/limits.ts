/** The largest OTLP request as it comes over the wire, in bytes. */
export const OTLP_MAX_BYTES = 4 * 1024 * 1024;

/** The largest OTLP request once unpacked, in bytes: what a function can hold and read within its memory and CPU time. */
export const OTLP_MAX_INFLATED_BYTES = 16 * 1024 * 1024;

/** The most spans in one request: what one function call can read and store within its 2 s of CPU. SDKs send 512, collectors 8192. */
export const OTLP_MAX_SPANS = 8192;

/** The most metric points in one request. */
export const OTLP_MAX_POINTS = 10_000;
