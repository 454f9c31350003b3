/** Request body of a synchronous invocation, in bytes (AWS Lambda Developer Guide, "Lambda quotas"). */
export const maxSyncRequest = 6 * 1024 * 1024;

/** Request body of an asynchronous invocation, in bytes: 1 MB since 2025, 256 KB before. */
export const maxAsyncRequest = 1024 * 1024;

/** What a handler may answer, in bytes: the number that Lambda's own error message names, 100 above 6 MiB. */
export const maxResponse = 6 * 1024 * 1024 + 100;

/** How much of an invocation's log `X-Amz-Log-Result` carries, in bytes, from its end. */
export const logTailSize = 4096;
