import { hasRecognizer, type Manifest } from '../../../bundles/format/manifest.js';
import { type Bundle, openBundle } from '../../../bundles/format/open.js';
import { BundleRefused } from '../../../bundles/format/refusal.js';
import type { Trust } from '../../../bundles/format/trust.js';
import { checkIdentity } from '../../../bundles/lifecycle/bundle-identity.js';
import type { Target } from '../../../bundles/lifecycle/source.js';
import type { Servable } from '../interpreter/servable.js';
import { parseOwnGolden } from '../own-scores/golden-check.js';
import { intentSlots, type ServedSchema } from '../schema/schema.js';
import { GOLDEN_PART, type GoldenAnswer, parseGolden } from './golden.js';

/** A domain's bundle that passed its checks up to the manifest. */
export interface OpenedBundle {
  readonly manifest: Manifest;
  /** What is left to be answered as recorded on the thread that serves. */
  readonly golden: readonly GoldenAnswer[];
  /** The trusted key that signed it; absent when unsigned. */
  readonly signer?: string;
  /**
   * Makes the sessions; called once.
   * @throws when the graphs are not of the expected shapes
   */
  make(): Promise<Servable>;
}

/**
 * Opens the bytes that a source gave for a target.
 * @param onWarming called where golden answers are proven on the way, before the first
 * @throws BundleRefused
 */
export type OpenDomainBundle = (bytes: Uint8Array, target: Target, onWarming: () => void) => Promise<OpenedBundle>;

/** The schema and the keys that a domain's bundles are checked against. */
export interface DomainBundleRules {
  readonly schema: ServedSchema;
  readonly trust: Trust;
}

/** Opens bundles on the calling thread. */
export function openHere(rules: DomainBundleRules, load: (bundle: Bundle) => Promise<Servable>): OpenDomainBundle {
  return async (bytes, target) => {
    const { bundle, golden } = await openDomainBundle(bytes, target, rules);
    const { manifest, signer } = bundle;
    return { manifest, golden, make: () => load(bundle), ...(signer === undefined ? {} : { signer }) };
  };
}

/**
 * Opens a bundle after checking its size, signature, digest and manifest: the domain, the wanted version, and a schema
 * that the service knows.
 * @throws BundleRefused
 */
export async function openDomainBundle(
  bytes: Uint8Array,
  target: Target,
  { schema, trust }: DomainBundleRules,
): Promise<{ readonly bundle: Bundle; readonly golden: readonly GoldenAnswer[] }> {
  const bundle = await openBundle(bytes, trust);
  return { bundle, golden: checkDomainBundle(bundle, target, schema) };
}

/**
 * Checks the manifest of an open bundle.
 * @returns the golden utterances, or without a recognizer the golden lists, that the bundle has to answer as recorded
 * @throws BundleRefused
 */
export function checkDomainBundle(
  { manifest, parts }: Bundle,
  target: Target,
  schema: ServedSchema,
): readonly GoldenAnswer[] {
  checkManifest(manifest, target, schema);
  return hasRecognizer(manifest) ? parseGolden(parts) : parseOwnGolden(parts.get(GOLDEN_PART));
}

/** Checks a manifest alone: the domain, the wanted version, and a schema that the service knows. @throws BundleRefused */
export function checkManifest(manifest: Manifest, target: Target, schema: ServedSchema): void {
  checkIdentity(manifest, schema.domain, target);
  checkSchema(manifest, schema);
}

/**
 * A bundle may know less than the service's schema, such as one from before an intent was added, but never more. Where the
 * service has no schema of its own, the bundle's holds.
 */
function checkSchema({ schema }: Manifest, { intents }: ServedSchema): void {
  if (!intents) return;
  const served = intentSlots({ intents });
  for (const [intent, slots] of Object.entries(schema)) {
    const known = served[intent];
    if (!known) throw new BundleRefused('manifest', `schema.${intent}: the domain's schema has no such intent`);
    const unknown = slots.find((slot) => !known.includes(slot));
    if (unknown !== undefined) {
      throw new BundleRefused('manifest', `schema.${intent}: the domain's schema has no slot ${unknown} there`);
    }
  }
}
