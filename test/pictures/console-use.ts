import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { GatewayClient } from '../../cli/access/gateway-client.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';

/** Requests under way at a time. */
const AT_A_TIME = 8;
const DEVICES = ['tv', 'speaker', 'phone', 'ereader'];

/** Asks a gateway what customers may, and says yes or no to what it makes of it, as the sample's labels have it. */
export async function useGateway(client: GatewayClient, requests: number): Promise<void> {
  const rows = sampleCorpora()
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { text: string; domain?: string });
  const ask = async (number: number) => {
    const { text, domain } = rows[(number * 7919) % rows.length]!;
    const customer = `customer-${number % 40}`;
    const reply = await client.interpret({
      ...{ utterance: text, customer, session: randomUUID() },
      context: { deviceType: DEVICES[number % DEVICES.length]! },
    });
    const isRight =
      reply.readings[0]?.domain === domain || (domain === 'other' && reply.decision === 'DECISION_REJECT');
    if (number % 3 !== 0 && isRight) return;
    const told = isRight ? ('ANSWER_VALUE_YES' as const) : ('ANSWER_VALUE_NO' as const);
    const outcome = { customer, requestId: reply.requestId, eventId: randomUUID(), time: new Date().toISOString() };
    await client.report({ outcomes: [{ ...outcome, answer: { value: told } }] });
  };
  for (let from = 0; from < requests; from += AT_A_TIME) {
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, place) => ask(from + place)));
  }
}
