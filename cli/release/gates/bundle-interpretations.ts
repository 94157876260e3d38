import type { Manifest } from '../../../bundles/format/manifest.js';
import type { Hypothesis, Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { checkAgainstBundle } from '../../../domains/core/service/request.js';
import { NluError } from '../../../serving/errors.js';
import type { ActiveBundle, ActiveBundles } from './active-bundles.js';
import { type DomainModel, loadModel, loadProven } from './domain-model.js';
import type { InterpretationCache } from './interpretation-cache.js';
import { type Question, textsOf } from './question.js';

/** Interpretations of the same questions, in their order, one for each text of a question (`textsOf`), by the active versions and by one domain's candidate. */
export interface BundleInterpretations {
  readonly candidate: { readonly manifest: Manifest; readonly interpretations: readonly Interpretation[] };
  /** By domain. */
  readonly active: ReadonlyMap<string, readonly Interpretation[]>;
}

/**
 * Asks every bundle everything. What the cache has is neither asked again nor fetched; a candidate is loaded and proven all
 * the same.
 * @throws BundleRefused for a candidate that no service would take
 * @throws NluError INVALID_ARGUMENT for a question's hypothesis that a bundle does not know
 */
export async function interpretQuestions(
  candidate: Uint8Array,
  active: ActiveBundles,
  questions: readonly Question[],
  cache?: InterpretationCache,
): Promise<BundleInterpretations> {
  const model = await loadModel(candidate);
  const { manifest } = model;
  const known = await cache?.read(manifest.digest, questions);
  const interpretations = known ?? (await interpreted(model, questions, cache));
  await model.servable.release();
  const columns = new Map<string, readonly Interpretation[]>();
  for (const [domain, bundle] of active) columns.set(domain, await interpretedByActive(bundle, questions, cache));
  return { candidate: { manifest, interpretations }, active: columns };
}

async function interpretedByActive(
  { digest, read }: ActiveBundle,
  questions: readonly Question[],
  cache: InterpretationCache | undefined,
): Promise<readonly Interpretation[]> {
  const known = digest === undefined ? undefined : await cache?.read(digest, questions);
  if (known) return known;
  const model = await loadProven(await read());
  const interpretations = await interpreted(model, questions, cache);
  await model.servable.release();
  return interpretations;
}

async function interpreted(
  { manifest, servable }: DomainModel,
  questions: readonly Question[],
  cache: InterpretationCache | undefined,
): Promise<Interpretation[]> {
  const interpretations: Interpretation[] = [];
  for (const { text, hearings, hypotheses } of questions) {
    const own = hypotheses?.filter(({ domain }) => domain === manifest.domain);
    if (own) checkOwn(text, own, manifest);
    // Ranked hypotheses have all the scores that they came with, which are three.
    if (own) interpretations.push((await servable.rerank(text, own)) as Interpretation);
    else for (const each of textsOf({ text, hearings })) interpretations.push(await servable.interpret(each));
  }
  await cache?.keep(manifest.digest, questions, interpretations);
  return interpretations;
}

/** Checks hypotheses as a service would: a bundle has no evidence on intents and slots that it was not trained for. */
function checkOwn(text: string, own: readonly Hypothesis[], manifest: Manifest): void {
  try {
    checkAgainstBundle(own, manifest);
  } catch (cause) {
    const { domain, version } = manifest;
    const problem = `"${text}", of ${domain}, cannot be ranked by ${version}: ${(cause as Error).message}`;
    throw new NluError('INVALID_ARGUMENT', problem, { cause });
  }
}
