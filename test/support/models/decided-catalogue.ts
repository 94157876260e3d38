import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { openCatalogue } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { POLICY_FEATURES } from '../../../domains/core/resolution/policy/policy-features.js';
import { encodePolicy } from '../../../domains/core/resolution/policy/policy-parts.js';
import { policyModel, strategyModel } from '../../domains/core/resolution/policy/small-policy.js';
import { temporaryFolder } from '../files.js';
import { smallCatalogue, smallRows } from './small-catalogue-bundle.js';

/** How a small policy decides on phonetic. */
export interface SmallDecisions {
  /** Log-odds that phonetic finds what others have not, for every query, and what they gain where lexical found nothing. */
  readonly always: number;
  readonly whereNothing?: number;
  readonly exploration?: number;
}

/** A small catalogue whose policy decides on phonetic alone. */
export function decidedCatalogue(version: string, decisions: SmallDecisions): Promise<Uint8Array> {
  const { always, whereNothing = 0, exploration = 0.3 } = decisions;
  const model = strategyModel('phonetic', always);
  model.mean[POLICY_FEATURES.indexOf('nothing')] = whereNothing;
  const parts = Object.fromEntries(encodePolicy(policyModel([model], { exploration })));
  return smallCatalogue(version, { rows: smallRows('c'), parts });
}

/** A row of a file of decisions. */
export interface WrittenDecision extends Record<string, unknown> {
  readonly requestId: string;
  readonly strategyRuns: readonly { readonly name: string; readonly propensity: number }[];
}

/** What a catalogue made of misheard titles, as it serves them: what it found of them was accepted. */
export async function decisionsBy(bytes: Uint8Array, requests: number): Promise<WrittenDecision[]> {
  const { bundle, catalogue } = await openCatalogue(bytes, ANY_SIGNER);
  return Array.from({ length: requests }, (_, request) => {
    const requestId = `r-${request}`;
    const slots = { track: request % 2 === 0 ? 'doone' : 'hello' };
    const named = Object.entries(slots).map(([slot, value]) => ({ slot, value }));
    const { entities, propensities } = catalogue.resolver.resolve(named, {}, requestId, 1)!;
    const strategyRuns = Object.entries(propensities).map(([name, propensity]) => ({ name, propensity: propensity! }));
    const accepted = entities.map(({ id }) => id);
    return { requestId, catalogueVersion: bundle.manifest.version, slots, accepted, strategyRuns };
  });
}

/** A file of rows, or of lines as they stand. */
export function decisionsFile(rows: readonly (object | string)[]): string {
  const file = join(temporaryFolder(), 'decisions.jsonl');
  writeFileSync(file, rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''));
  return file;
}
