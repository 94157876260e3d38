import type { Manifest } from '../../../bundles/format/manifest.js';
import { openBundle } from '../../../bundles/format/open.js';
import { ANY_SIGNER, type Trust } from '../../../bundles/format/trust.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { loadServable } from '../../../domains/core/interpreter/load-servable.js';
import type { Servable } from '../../../domains/core/interpreter/servable.js';
import { checkDomainBundle, type OpenDomainBundle } from '../../../domains/core/loading/domain-bundle.js';
import { domainLoader } from '../../../domains/core/loading/domain-loader.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { domainConfigSchema } from '../../../domains/core/service/config.js';

/** A bundle that is loaded in this process, by the very checks and code that a service loads it with. */
export interface DomainModel {
  readonly manifest: Manifest;
  readonly servable: Servable;
  /** The trusted key that signed it; absent when none did. */
  readonly signer?: string;
}

/**
 * Loads and proves a bundle as a service would; one of a domain that does not ship by the schema that it brings.
 * @throws BundleRefused naming the check that fails
 */
export async function loadModel(bytes: Uint8Array, trust: Trust = ANY_SIGNER): Promise<DomainModel> {
  const bundle = await openBundle(bytes, trust);
  const { manifest, signer } = bundle;
  const { domain } = manifest;
  const schema = domainFolders().find(({ name }) => name === domain)?.schema ?? { domain };
  const { goldenTolerance, answerWithinMs } = domainConfigSchema.parse({});
  const open: OpenDomainBundle = async (_bytes, target) => {
    const golden = checkDomainBundle(bundle, target, schema);
    return { manifest, golden, make: () => loadServable(bundle), ...(signer === undefined ? {} : { signer }) };
  };
  return domainLoader({ open, goldenTolerance, answerWithinMs })({ version: manifest.version }, bytes, () => {});
}

/** Loads a bundle that serves already: it is not proven once more. */
export async function loadProven(bytes: Uint8Array): Promise<DomainModel> {
  const bundle = await openBundle(bytes, ANY_SIGNER);
  return { manifest: bundle.manifest, servable: await loadServable(bundle) };
}

/** Interprets texts one after the other: a session runs on this thread anyway. */
export async function interpretAll(model: DomainModel, texts: readonly string[]): Promise<Interpretation[]> {
  const interpretations: Interpretation[] = [];
  for (const text of texts) interpretations.push(await model.servable.interpret(text));
  return interpretations;
}
