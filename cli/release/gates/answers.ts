import type { Manifest } from '../../../bundles/format/manifest.js';
import type { Hypothesis, Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { checkAgainstSchema } from '../../../domains/core/service/request.js';
import { NluError } from '../../../serving/errors.js';
import type { ActiveBundle, ActiveBundles } from './active-bundles.js';
import type { AnswerCache } from './answer-cache.js';
import { type DomainModel, loadModel, loadProven } from './domain-model.js';

/** A request of the past, or of a corpus. */
export interface Question {
  readonly text: string;
  /** What the caller's own NLU offered, of any domain: it is ranked then, and the text is not interpreted anew. */
  readonly hypotheses?: readonly (Hypothesis & { readonly domain: string })[] | undefined;
}

/** What the active versions and one domain's candidate answer to the same questions, in their order. */
export interface Answers {
  readonly candidate: { readonly manifest: Manifest; readonly interpretations: readonly Interpretation[] };
  /** By domain. */
  readonly active: ReadonlyMap<string, readonly Interpretation[]>;
}

/**
 * Asks every bundle everything. What the cache has is neither asked again nor fetched; a candidate is loaded and proven all
 * the same. Throws BundleRefused for one that no service would take.
 */
export async function answersOf(
  candidate: Uint8Array,
  active: ActiveBundles,
  questions: readonly Question[],
  cache?: AnswerCache,
): Promise<Answers> {
  const model = await loadModel(candidate);
  const { manifest } = model;
  const known = await cache?.read(manifest.digest, questions);
  const interpretations = known ?? (await answered(model, questions, cache));
  await model.servable.release();
  const columns = new Map<string, readonly Interpretation[]>();
  for (const [domain, bundle] of active) columns.set(domain, await answersOfActive(bundle, questions, cache));
  return { candidate: { manifest, interpretations }, active: columns };
}

async function answersOfActive(
  { digest, read }: ActiveBundle,
  questions: readonly Question[],
  cache: AnswerCache | undefined,
): Promise<readonly Interpretation[]> {
  const known = digest === undefined ? undefined : await cache?.read(digest, questions);
  if (known) return known;
  const model = await loadProven(await read());
  const answers = await answered(model, questions, cache);
  await model.servable.release();
  return answers;
}

async function answered(
  { manifest, servable }: DomainModel,
  questions: readonly Question[],
  cache: AnswerCache | undefined,
): Promise<Interpretation[]> {
  const answers: Interpretation[] = [];
  for (const { text, hypotheses } of questions) {
    const own = hypotheses?.filter(({ domain }) => domain === manifest.domain);
    if (own) checkOwn(text, own, manifest);
    answers.push(await (own ? servable.rerank(text, own) : servable.interpret(text)));
  }
  await cache?.keep(manifest.digest, questions, answers);
  return answers;
}

/** As a service would: a bundle has no evidence on intents and slots that it was not trained for. */
function checkOwn(text: string, own: readonly Hypothesis[], { domain, version, schema }: Manifest): void {
  try {
    checkAgainstSchema(own, schema);
  } catch (cause) {
    const problem = `"${text}", of ${domain}, cannot be ranked by ${version}: ${(cause as Error).message}`;
    throw new NluError('INVALID_ARGUMENT', problem, { cause });
  }
}
