/** Buckets whose values are small texts. */
export type KeyBucket = 'nlu-deployments' | 'nlu-status';

/** The value of a key. The revisions of a bucket only grow. `text` is undefined when the key was removed. */
export interface StoredValue {
  readonly key: string;
  readonly text: string | undefined;
  readonly revision: number;
}

/** Time after which a status that is not renewed expires, in ms: its process is gone. */
export const STATUS_EXPIRES_MS = 15_000;
