/** Buckets whose values are small texts. */
export type KeyBucket = 'nlu-deployments' | 'nlu-status';

/** The value of a key. Revisions of a bucket only grow; `text` is undefined when the key was removed. */
export interface StoredValue {
  readonly key: string;
  readonly text: string | undefined;
  readonly revision: number;
}

/** A status that is not renewed for this long is gone, since its process is. */
export const STATUS_EXPIRES_MS = 15_000;
