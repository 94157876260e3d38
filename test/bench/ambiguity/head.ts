import type { ActiveModels } from '../../../cli/release/gates/active-models.js';
import { interpretTexts } from '../../../cli/release/gates/interpret-texts.js';
import { answerInterpretations, plainQuery } from '../../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../../gateway/answer/answer-rules.js';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import type { PriorTable } from '../../../gateway/answer/priors/prior-table.js';
import { type HeadRequest, PLAIN_REQUESTS } from './head-requests.js';

/** The gateway's answer to a head request. */
export interface HeadAnswer {
  readonly request: HeadRequest;
  readonly decision: string;
  /** Domain of the likeliest reading; undefined where no domain offers one. */
  readonly first: string | undefined;
}

/** How well head requests are answered. */
export interface HeadFigures {
  readonly requests: number;
  /** Share of requests that are not rejected and whose likeliest reading is of a right domain. */
  readonly right: number;
  /** Share, of the requests that one domain alone is right for, that the user is asked about. */
  readonly asked: number;
}

/** How sure each domain is that a request which leaves nothing open is its own, before priors. */
export interface PlainBelief {
  readonly text: string;
  /** The domain that must believe it most; undefined: none may. */
  readonly domain: string | undefined;
  readonly inDomain: Readonly<Record<string, number>>;
  readonly holds: boolean;
}

/** Answers as a gateway does that knows the device and nothing else. */
export async function headAnswers(
  models: ActiveModels,
  requests: readonly HeadRequest[],
  table: PriorTable,
): Promise<HeadAnswer[]> {
  const rules = answerRules(table);
  const interpretations = await interpretTexts(
    models,
    requests.map(({ text }) => text),
  );
  return requests.map((request, index) => {
    const query = plainQuery(checkContext(request.device ? { deviceType: request.device } : {}));
    const { decision, allReadings } = answerInterpretations(query, interpretations[index], rules);
    return { request, decision, first: allReadings[0]?.domain };
  });
}

/** Figures of any answers; NaN where there are none. */
export function headFigures(answers: readonly HeadAnswer[]): HeadFigures {
  const right = answers.filter(isRight);
  const plain = answers.filter(({ request }) => request.domains.length === 1);
  const asked = plain.filter(({ decision }) => decision === 'CLARIFY');
  return {
    requests: answers.length,
    right: right.length / answers.length,
    asked: asked.length / plain.length,
  };
}

export function isRight({ request, decision, first }: HeadAnswer): boolean {
  return decision !== 'REJECT' && first !== undefined && request.domains.includes(first);
}

/**
 * What the domains themselves believe of the requests that leave nothing open. That of none holds where no domain believes
 * it enough for the gateway to let it in, that of a domain where this one believes it most, and more likely than not.
 */
export async function plainBeliefs(models: ActiveModels, { rejection }: PriorTable): Promise<PlainBelief[]> {
  const interpretations = await interpretTexts(
    models,
    PLAIN_REQUESTS.map(({ text }) => text),
  );
  return PLAIN_REQUESTS.map(({ text, domain }, index) => {
    const inDomain = [...interpretations[index]].map(([name, each]) => [name, each.inDomain] as const);
    const [[surest, most]] = [...inDomain].sort((one, other) => other[1] - one[1]);
    const holds = domain === undefined ? most < (rejection?.inDomain ?? 0.5) : surest === domain && most >= 0.5;
    return { text, domain, inDomain: Object.fromEntries(inDomain), holds };
  });
}
