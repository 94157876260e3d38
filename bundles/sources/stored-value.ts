/** The bucket of bundles' files. */
export const BUNDLE_BUCKET = 'nlu-bundles';

/** Buckets whose values are small texts. */
export type KeyBucket = 'nlu-deployments' | 'nlu-status' | 'nlu-customers';

/** The stream of events of requests and outcomes. */
export const EVENT_STREAM = 'nlu-events';

/** The value of a key. The revisions of a bucket only grow. `text` is undefined when the key was removed. */
export interface StoredValue {
  readonly key: string;
  readonly text: string | undefined;
  readonly revision: number;
}

/** The key of a domain's candidate in nlu-deployments. */
export function candidateKey(domain: string): string {
  return `${domain}.candidate`;
}

/** Time after which a status that is not renewed expires, in ms: its process is gone. */
export const STATUS_EXPIRES_MS = 15_000;

/**
 * Name of a bundle in nlu-bundles: its contents give it, so that a version that failed can be stored again, signed
 * otherwise. Records without the hash of the file are of releases that stored it by its version.
 */
export function objectName(
  domain: string,
  { version, object }: { readonly version: string; readonly object?: string | undefined },
): string {
  return `${domain}/${object ?? version}`;
}
