import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import { messageOf, NluError } from '../../serving/errors.js';
import { strongestReasons } from '../explanation/reasons.js';
import { whyText } from '../explanation/why.js';
import type { TriedAnswer, TriedLine, TryContext } from '../model/try.js';
import type { GatewayDesk } from './gateway-desk.js';

/** Hypotheses that a picture is drawn from. */
const HYPOTHESES = 20;

/** A list waits for others: a gateway that has too much to do is asked again, later and later. */
const patiently = retry(
  handleType(NluError, ({ code }) => code === 'RESOURCE_EXHAUSTED'),
  { maxAttempts: 8, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 2_000 }) },
);

/** Asks the gateway for all that it can tell of one utterance. @throws NluError with the gateway's code */
export async function tried(gateway: GatewayDesk, utterance: string, context: TryContext): Promise<TriedAnswer> {
  const began = performance.now();
  const reply = await gateway.interpret({
    ...requestOf(utterance, context),
    explain: true,
    includeScreened: true,
    maxHypotheses: HYPOTHESES,
  });
  const milliseconds = performance.now() - began;
  return { utterance, reply, why: whyText(reply), reasons: reply.hypotheses.map(strongestReasons), milliseconds };
}

/** Asks for the best reading of one of many utterances. Never throws. */
export async function triedLine(gateway: GatewayDesk, utterance: string, context: TryContext): Promise<TriedLine> {
  try {
    const reply = await patiently.execute(() => gateway.interpret(requestOf(utterance, context)));
    const [best] = reply.readings;
    const hypothesis = best?.hypothesis ?? undefined;
    return {
      utterance,
      decision: reply.decision.replace('DECISION_', ''),
      reading: hypothesis ? readingText(hypothesis) : '',
      domain: best?.domain ?? '',
      probability: best?.probability ?? 0,
    };
  } catch (error) {
    return { utterance, decision: '', reading: '', domain: '', probability: 0, problem: messageOf(error) };
  }
}

function requestOf(utterance: string, context: TryContext): InterpretRequest {
  const { device, hasScreen, foreground, locale, localTime, customer, session, applyPriors, resolve } = context;
  return {
    utterance,
    context: {
      ...(device && { deviceType: device }),
      ...(hasScreen !== undefined && { hasScreen }),
      ...(foreground && { foregroundDomain: foreground }),
      ...(locale && { locale }),
      ...(localTime && { localTime }),
    },
    ...(customer && { customer }),
    ...(session && { session }),
    ...(applyPriors !== undefined && { applyPriors }),
    ...(resolve !== undefined && { resolve }),
  };
}

function readingText({ domain, intent, slots }: Hypothesis__Output): string {
  return [`${domain}/${intent}`, ...slots.map(({ name, value }) => `${name}=${value}`)].join(' ');
}
