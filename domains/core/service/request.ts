import type { Manifest } from '../../../bundles/format/manifest.js';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { DomainRerankRequest__Output } from '../../../proto/gen/nlu/v1/DomainRerankRequest.js';
import { checkName, checkRawHypothesis, refuseTwins } from '../../../serving/checks/hypothesis.js';
import { quote } from '../../../serving/checks/quote.js';
import { checkUtterance, codePointLength } from '../../../serving/checks/utterance.js';
import { invalidField } from '../../../serving/errors.js';
import { SCORE_NAMES } from '../../../serving/hypothesis.js';
import { TRIAL_BUCKETS } from '../../../serving/numeric/trial-bucket.js';
import type { SentHypothesis } from '../interpreter/hypothesis.js';
import { scoresByName } from '../interpreter/own-interpreter.js';
import { locateSlots } from '../interpreter/slot-location.js';
import { checkEntityOptions, type EntityWishes } from './catalogue/resolve.js';

/** The most that a request may ask for. */
export interface RequestLimits {
  /** UTF-8 bytes. */
  readonly maxUtteranceBytes: number;
  /** The most hypotheses that a caller may ask for or send. */
  readonly maxHypotheses: number;
}

/** A checked request: what Interpret and Rerank have in common. */
export interface DomainQuery {
  readonly requestId: string;
  readonly utterance: string;
  /** Empty: the active one. */
  readonly version: string;
  readonly explain: boolean;
  /** Whether the reply shall name the domain's media; absent: no. */
  readonly nameMedia?: boolean;
  /** Where a trial finds it, 0 to 9999; absent: by the request's name. */
  readonly trialBucket?: number | undefined;
  /** How to look for the entities of hypotheses; absent: not at all. */
  readonly entities?: EntityWishes | undefined;
}

/** @throws NluError INVALID_ARGUMENT naming the first field that is wrong. */
export function checkInterpret(
  request: DomainInterpretRequest__Output,
  limits: RequestLimits,
): DomainQuery & { readonly maxHypotheses: number | undefined; readonly skipScreened: boolean } {
  const { maxHypotheses, skipScreened, nameMedia } = request;
  const query = { ...checkCommon(request, limits), nameMedia };
  if (maxHypotheses < 0 || maxHypotheses > limits.maxHypotheses) {
    const rule = `1 to ${limits.maxHypotheses}, or 0 for the bundle's own number`;
    throw invalidField('max_hypotheses', `${maxHypotheses} is not allowed; ${rule}`);
  }
  return { ...query, maxHypotheses: maxHypotheses === 0 ? undefined : maxHypotheses, skipScreened };
}

/**
 * Hypotheses of this domain, with their slots located. Whether the bundle knows the intents, slots and scores is
 * another question: see `checkAgainstBundle`.
 * @throws NluError INVALID_ARGUMENT naming the first field that is wrong.
 */
export function checkRerank(
  request: DomainRerankRequest__Output,
  domain: string,
  limits: RequestLimits,
): DomainQuery & { readonly hypotheses: readonly SentHypothesis[] } {
  const query = checkCommon(request, limits);
  const { length } = request.hypotheses;
  if (length === 0) throw invalidField('hypotheses', 'is empty; send at least one');
  if (length > limits.maxHypotheses) {
    throw invalidField('hypotheses', `${length} are too many; at most ${limits.maxHypotheses}`);
  }
  const textLength = codePointLength(query.utterance);
  const hypotheses = request.hypotheses.map((raw, index) => {
    const field = `hypotheses[${index}]`;
    if (raw.domain !== '' && raw.domain !== domain) {
      throw invalidField(`${field}.domain`, `${quote(raw.domain)} is not served here; ${domain} is`);
    }
    const { intent, slots, scores, namedScores } = checkRawHypothesis(field, raw, textLength);
    return { intent, slots: locateSlots(query.utterance, slots), scores, ...(namedScores && { namedScores }) };
  });
  refuseTwins(request.hypotheses);
  return { ...query, hypotheses };
}

/**
 * Checks hypotheses against the bundle in charge.
 * @throws NluError INVALID_ARGUMENT for an intent, or a slot of it, that it does not have, and for a score that it needs or
 * does not know
 */
export function checkAgainstBundle(
  hypotheses: readonly SentHypothesis[],
  { schema, ownScores }: Pick<Manifest, 'schema' | 'ownScores'>,
): void {
  checkSchema(hypotheses, schema);
  const declared = ownScores?.scores.map(({ name }) => name);
  for (const [index, hypothesis] of hypotheses.entries()) {
    if (declared) checkDeclared(`hypotheses[${index}]`, hypothesis, declared);
    else checkRecognizers(`hypotheses[${index}]`, hypothesis);
  }
}

/** A bundle of own scores takes those that it declares; any of them may be missing. */
function checkDeclared(
  field: string,
  { scores = {}, ...hypothesis }: SentHypothesis,
  declared: readonly string[],
): void {
  const unknown = Object.keys(scoresByName({ scores, ...hypothesis })).find((name) => !declared.includes(name));
  if (unknown === undefined) return;
  const place = Object.hasOwn(scores, unknown) ? `scores.${unknown}` : `named_scores[${quote(unknown)}]`;
  throw invalidField(`${field}.${place}`, `the bundle declares no such score; its scores are ${declared.join(', ')}`);
}

/** A bundle with a recognizer re-ranks by the recognizer's three scores. */
function checkRecognizers(field: string, { scores, namedScores = {} }: SentHypothesis): void {
  const rule = 'the bundle has a recognizer, and re-ranks by scores of domain, intent and slot, each in [0, 1]';
  const missing = SCORE_NAMES.find((name) => scores?.[name] === undefined);
  if (missing) throw invalidField(`${field}.scores.${missing}`, `missing; ${rule}`);
  const [other] = Object.keys(namedScores);
  if (other !== undefined) throw invalidField(`${field}.named_scores[${quote(other)}]`, `leave it out; ${rule}`);
}

function checkSchema(hypotheses: readonly SentHypothesis[], schema: Manifest['schema']): void {
  for (const [index, { intent, slots }] of hypotheses.entries()) {
    const known = Object.hasOwn(schema, intent) ? schema[intent] : undefined;
    if (!known) {
      const intents = Object.keys(schema).join(', ');
      throw invalidField(`hypotheses[${index}].intent`, `${quote(intent)} is unknown; one of ${intents}`);
    }
    const unknown = slots.findIndex(({ name }) => !known.includes(name));
    if (unknown < 0) continue;
    const field = `hypotheses[${index}].slots[${unknown}].name`;
    throw invalidField(field, `${quote(slots[unknown].name)} is no slot of ${intent}; one of ${known.join(', ')}`);
  }
}

function checkCommon(
  request: DomainInterpretRequest__Output | DomainRerankRequest__Output,
  { maxUtteranceBytes }: RequestLimits,
): DomainQuery {
  const { requestId, utterance, version, explain, entities, trialBucket } = request;
  if (trialBucket !== undefined && trialBucket >= TRIAL_BUCKETS) {
    throw invalidField('trial_bucket', `${trialBucket} is not allowed; 0 to ${TRIAL_BUCKETS - 1}, or absent`);
  }
  return {
    requestId: requestId === '' ? '' : checkName('request_id', requestId),
    utterance: checkUtterance(utterance, maxUtteranceBytes),
    version: version === '' ? '' : checkName('version', version),
    explain,
    ...(trialBucket !== undefined && { trialBucket }),
    ...(entities && { entities: checkEntityOptions('entities', entities) }),
  };
}
