import { catalogueDomain } from '../../../bundles/format/catalogue-name.js';
import type { InterpretRequest__Output } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RerankRequest__Output } from '../../../proto/gen/nlu/v1/RerankRequest.js';
import { checkName, checkProbability, checkRawHypothesis, refuseTwins } from '../../../serving/checks/hypothesis.js';
import { quote } from '../../../serving/checks/quote.js';
import { checkUtterance, codePointLength } from '../../../serving/checks/utterance.js';
import { invalidField } from '../../../serving/errors.js';
import { trialBucket } from '../../../serving/numeric/trial-bucket.js';
import { checkHearings } from '../../answer/hearings/check-hearings.js';
import { type WeighedHearing, weighHearings } from '../../answer/hearings/weights.js';
import { checkContext } from '../../answer/priors/context.js';
import type { Asker, PlacedHypothesis, Query, RerankQuery } from '../../domains/query.js';
import { checkOpaque } from '../../feedback/service/check-opaque.js';
import { PRIORS } from '../../priors/prior-tables.js';
import { REWRITES } from '../../rewriting/rewrite-tables.js';
import type { GatewayConfig } from '../config.js';
import { checkAsked } from './asked.js';
import { checkDomain } from './known-domain.js';

type Limits = Pick<GatewayConfig, 'domains' | 'maxUtteranceBytes' | 'hypotheses' | 'hearings'>;

/** Checks an Interpret request. @throws NluError INVALID_ARGUMENT naming the first field that is wrong */
export function checkInterpret(request: InterpretRequest__Output, limits: Limits, newId: () => string): Query {
  const hearings = hearingsOf(request, limits);
  const utterance = hearings?.[0]?.text ?? checkUtterance(request.utterance, limits.maxUtteranceBytes);
  const known = limits.domains.map((domain) => domain.name);
  for (const [index, name] of request.domains.entries()) checkDomain(`domains[${index}]`, name, known);
  const domains = request.domains.length === 0 ? known : known.filter((name) => request.domains.includes(name));
  const common = checkCommon(request, limits, utterance, domains, newId);
  // An explanation is of all that there is.
  const query = {
    ...common,
    skipScreened: !request.includeScreened && !common.explain,
    ...(hearings && { hearings }),
    asker: checkAsker(request),
    applyPreferences: request.applyPreferences ?? true,
    rewrite: (request.rewrite ?? true) && request.asked.length === 0,
  };
  if (request.asked.length === 0) return query;
  return { ...query, asked: { utterance, readings: checkAsked(request.asked, known) } };
}

function checkAsker({ customer, session, wakeConfidence }: InterpretRequest__Output): Asker {
  checkOpaque('customer', customer);
  checkOpaque('session', session);
  if (wakeConfidence !== undefined) checkProbability('wake_confidence', wakeConfidence);
  return {
    ...(customer !== '' && { customer }),
    ...(session !== '' && { session }),
    ...(wakeConfidence !== undefined && { wakeConfidence }),
  };
}

/** The hearings to interpret, at least one; undefined where the request brings no n-best list. */
function hearingsOf(
  { utterance, recognised }: Pick<InterpretRequest__Output, 'utterance' | 'recognised'>,
  { maxUtteranceBytes, hearings }: Limits,
): readonly WeighedHearing[] | undefined {
  if (recognised.length === 0) return undefined;
  return weighHearings(checkHearings(recognised, utterance, maxUtteranceBytes), hearings);
}

/** Checks a Rerank request. @throws NluError INVALID_ARGUMENT naming the first field that is wrong */
export function checkRerank(request: RerankRequest__Output, limits: Limits, newId: () => string): RerankQuery {
  const utterance = checkUtterance(request.utterance, limits.maxUtteranceBytes);
  const known = limits.domains.map((domain) => domain.name);
  const { length } = request.hypotheses;
  if (length === 0) throw invalidField('hypotheses', 'is empty; send at least one');
  if (length > limits.hypotheses.limit) {
    throw invalidField('hypotheses', `${length} are too many; at most ${limits.hypotheses.limit}`);
  }
  const textLength = codePointLength(utterance);
  const byDomain = new Map<string, PlacedHypothesis[]>();
  for (const [place, raw] of request.hypotheses.entries()) {
    checkDomain(`hypotheses[${place}].domain`, raw.domain, known);
    const hypothesis = checkRawHypothesis(`hypotheses[${place}]`, raw, textLength);
    if (!byDomain.has(raw.domain)) byDomain.set(raw.domain, []);
    byDomain.get(raw.domain)?.push({ place, hypothesis });
  }
  refuseTwins(request.hypotheses);
  const domains = known.filter((name) => byDomain.has(name));
  return { ...checkCommon(request, limits, utterance, domains, newId), hypotheses: byDomain };
}

function checkCommon(
  request: InterpretRequest__Output | RerankRequest__Output,
  limits: Limits,
  utterance: string,
  domains: readonly string[],
  newId: () => string,
): Query {
  const { maxHypotheses, requestId } = request;
  if (maxHypotheses < 0 || maxHypotheses > limits.hypotheses.limit) {
    const rule = `1 to ${limits.hypotheses.limit}, or 0 for the default of ${limits.hypotheses.default}`;
    throw invalidField('max_hypotheses', `${maxHypotheses} is not allowed; ${rule}`);
  }
  const name = requestId === '' ? newId() : checkName('request_id', requestId);
  return {
    requestId: name,
    trialBucket: trialBucket('customer' in request && request.customer !== '' ? request.customer : name),
    utterance,
    textLength: codePointLength(utterance),
    context: checkContext(request.context),
    maxHypotheses: maxHypotheses === 0 ? limits.hypotheses.default : maxHypotheses,
    minConfidence: checkProbability('min_confidence', request.minConfidence),
    domains,
    versions: checkVersions(request.versions, domains, request.resolve),
    resolve: request.resolve,
    applyPriors: request.applyPriors ?? true,
    explain: request.explain,
    skipScreened: false,
    rewrite: false,
  };
}

function checkVersions(
  versions: Readonly<Record<string, string>>,
  asked: readonly string[],
  resolve: boolean,
): Map<string, string> {
  for (const [domain, version] of Object.entries(versions)) {
    const field = `versions[${quote(domain)}]`;
    // A domain may have a name that looks like a catalogue's.
    const owner = asked.includes(domain) ? undefined : catalogueDomain(domain);
    if (owner !== undefined && asked.includes(owner)) {
      if (!resolve) throw invalidField(field, 'no catalogue is looked in; set resolve');
    } else if (domain !== PRIORS && domain !== REWRITES && !asked.includes(domain))
      throw invalidField(field, `is not asked; one of ${asked.join(', ')}`);
    checkName(field, version);
  }
  return new Map(Object.entries(versions));
}
