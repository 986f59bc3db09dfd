/**
 * For reads that may look at very much: the server itself gives them up before the socket would be cut (60 seconds), so
 * that they end as `timeout` and are not carried out a second time.
 */
export const longRead = { maxTimeMS: 50_000 } as const;
