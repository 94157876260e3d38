import { beforeAll, describe, expect, test } from 'vitest';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { startGateway } from '../../../gateway/service/start.js';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RawHypothesis } from '../../../proto/gen/nlu/v1/RawHypothesis.js';
import type { RerankRequest } from '../../../proto/gen/nlu/v1/RerankRequest.js';
import { callUnary, openChannel } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { startServer } from '../../../serving/rpc/server.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { replyOf } from '../../support/servers/domain-reply.js';

const { Interpret, Rerank } = definitions().gateway;
let interpret: (request: InterpretRequest) => Promise<{ hypotheses: unknown[] }>;
let rerank: (request: RerankRequest) => Promise<{ hypotheses: unknown[] }>;

beforeAll(async () => {
  const reply = async () => replyOf('music', [0.9], { hypotheses: [] });
  const domain = await startServer({
    host: '127.0.0.1',
    port: 0,
    services: [domainPeer({ interpret: reply, rerank: reply })],
  });
  const domains = [{ name: 'music', addresses: [domain.address] }];
  const gateway = await startGateway(gatewayConfigSchema.parse({ listen: { port: 0 }, domains, drainMs: 100 }));
  const channel = openChannel(gateway.address);
  interpret = (request) => callUnary(channel, Interpret, request, { timeoutMs: 5_000 });
  rerank = (request) => callUnary(channel, Rerank, request, { timeoutMs: 5_000 });
  return async () => {
    channel.close();
    await gateway.stop();
    await domain.drain(100);
  };
});

const utterance = 'play mary poppins';
const refused = (message: string) => ({ code: 'INVALID_ARGUMENT', message });

describe('utterances', () => {
  test.each([
    ['none', '', 'is empty; send what the user said'],
    ['blanks', ' \t\u00a0\u3000 ', 'has no visible character; send what the user said'],
    ['control characters', '\u0000\u0007\u001b', 'has no visible character; send what the user said'],
    ['zero-width and bidi marks', '\u200b\u200f\u2066', 'has no visible character; send what the user said'],
    // protobuf strings are UTF-8: a lone surrogate arrives as U+FFFD.
    ['a lone surrogate only', '\ud800', 'has no visible character; send what the user said'],
    ['100 kB', 'x'.repeat(100_000), 'is 100000 bytes of UTF-8; at most 8192 are allowed'],
    ['8193 bytes in fewer characters', `${'é'.repeat(4096)}x`, 'is 8193 bytes of UTF-8; at most 8192 are allowed'],
  ])('%s are refused', async (_, bad, message) => {
    await expect(interpret({ utterance: bad })).rejects.toMatchObject(refused(`utterance: ${message}`));
    const request = { utterance: bad, hypotheses: [raw()] };
    await expect(rerank(request)).rejects.toMatchObject(refused(`utterance: ${message}`));
  });

  test.each([
    ['emoji', '\u{1f3b5}\u{1f469}\u200d\u{1f3a4}'],
    ['right-to-left', 'שיר של שבת'],
    ['a control character between words', 'play\u0000 it'],
    ['a lone surrogate in a word', 'pl\udc00ay'],
    ['no letters', '?!'],
    ['8192 bytes', 'x'.repeat(8192)],
  ])('%s are text', async (_, good) => {
    await expect(interpret({ utterance: good })).resolves.toMatchObject({
      domains: [{ status: 'DOMAIN_STATUS_CODE_OK' }],
    });
  });
});

describe('fields of both requests', () => {
  const domains = 'speaker, tv, ereader, phone, tablet, car, watch, headphones, display';
  test.each<[string, InterpretRequest & RerankRequest, string]>([
    [
      'a negative max_hypotheses',
      { maxHypotheses: -1 },
      'max_hypotheses: -1 is not allowed; 1 to 100, or 0 for the default of 10',
    ],
    [
      'too many hypotheses asked',
      { maxHypotheses: 101 },
      'max_hypotheses: 101 is not allowed; 1 to 100, or 0 for the default of 10',
    ],
    ['a negative min_confidence', { minConfidence: -0.01 }, 'min_confidence: -0.01 is not in [0, 1]'],
    ['min_confidence over 1', { minConfidence: 1.01 }, 'min_confidence: 1.01 is not in [0, 1]'],
    ['min_confidence NaN', { minConfidence: Number.NaN }, 'min_confidence: NaN is not in [0, 1]'],
    [
      'infinite min_confidence',
      { minConfidence: Number.POSITIVE_INFINITY },
      'min_confidence: Infinity is not in [0, 1]',
    ],
    ['a long request id', { requestId: 'x'.repeat(129) }, 'request_id: is longer than 128 characters'],
    [
      'an unknown device type',
      { context: { deviceType: 'toaster' } },
      `context.device_type: "toaster" is unknown; one of ${domains}`,
    ],
    [
      'a device type in capitals',
      { context: { deviceType: 'TV' } },
      `context.device_type: "TV" is unknown; one of ${domains}`,
    ],
    [
      'a long foreground domain',
      { context: { foregroundDomain: 'x'.repeat(64) } },
      'context.foreground_domain: is longer than 63 characters',
    ],
    [
      'a bad locale',
      { context: { locale: 'en_GB!' } },
      'context.locale: "en_GB!" is not a BCP 47 tag; for example en-GB',
    ],
    [
      'a local time without offset',
      { context: { localTime: '2018-12-18T09:30:00' } },
      'context.local_time: "2018-12-18T09:30:00" is not RFC 3339 with an offset; for example 2018-12-18T09:30:00+02:00',
    ],
    [
      'a month 13',
      { context: { localTime: '2018-13-01T09:30:00Z' } },
      'context.local_time: "2018-13-01T09:30:00Z" is not RFC 3339 with an offset; for example 2018-12-18T09:30:00+02:00',
    ],
    [
      'a version of an unknown domain',
      { versions: { weather: 'v1' } },
      'versions["weather"]: is not asked; one of music',
    ],
    ['an empty version', { versions: { music: '' } }, 'versions["music"]: is empty'],
    [
      'a version of no name',
      { versions: { ['__proto__']: 'v1' } },
      'versions["__proto__"]: is not asked; one of music',
    ],
  ])('%s is refused', async (_, bad, message) => {
    await expect(interpret({ utterance, ...bad } as InterpretRequest)).rejects.toMatchObject(refused(message));
    const request = { utterance, hypotheses: [raw()], ...bad } as RerankRequest;
    await expect(rerank(request)).rejects.toMatchObject(refused(message));
  });

  test('an unknown domain in the allow list is refused by its place', async () => {
    const message = 'domains[1]: "weather" is unknown; one of music';
    await expect(interpret({ utterance, domains: ['music', 'weather'] })).rejects.toMatchObject(refused(message));
  });

  test('a full and valid context is taken, an app of no domain of ours too', async () => {
    const context = {
      deviceType: 'tablet',
      hasScreen: true,
      foregroundDomain: 'maps',
      locale: 'sr-Latn-RS',
      localTime: '2018-12-18T09:30:00.5+02:00',
    };
    await expect(interpret({ utterance, context })).resolves.toMatchObject({ degraded: false });
  });
});

describe('hypotheses to be re-ranked', () => {
  const missing =
    "hypotheses[0].scores: missing; give domain, intent and slot, or named_scores by the names that the domain's bundle " +
    'declares';
  test.each<[string, RawHypothesis[], string]>([
    ['none', [], 'hypotheses: is empty; send at least one'],
    ['too many', Array(101).fill(raw()), 'hypotheses: 101 are too many; at most 100'],
    [
      'an unknown domain',
      [raw(), raw({ domain: 'weather' })],
      'hypotheses[1].domain: "weather" is unknown; one of music',
    ],
    ['no intent', [raw({ intent: '' })], 'hypotheses[0].intent: is empty'],
    ['no scores', [raw({ scores: null })], missing],
    ['scores of nothing', [raw({ scores: {} })], missing],
    [
      'a named score that is not finite',
      [raw({ namedScores: { nll: Number.NEGATIVE_INFINITY } })],
      'hypotheses[0].named_scores["nll"]: -Infinity is not finite; leave a missing score out',
    ],
    [
      'a score given twice',
      [raw({ namedScores: { intent: 0.5 } })],
      'hypotheses[0].named_scores["intent"]: stands in scores too; give it once',
    ],
    [
      'too many named scores',
      [raw({ namedScores: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`s${index}`, 1])) })],
      'hypotheses[0].named_scores: more than 64',
    ],
    [
      'a score NaN',
      [raw({ scores: { domain: Number.NaN, intent: 1, slot: 1 } })],
      'hypotheses[0].scores.domain: NaN is not in [0, 1]',
    ],
    [
      'a score over 1',
      [raw({ scores: { domain: 1, intent: 1.5, slot: 1 } })],
      'hypotheses[0].scores.intent: 1.5 is not in [0, 1]',
    ],
    [
      'a negative score',
      [raw({ scores: { domain: 1, intent: 1, slot: -1 } })],
      'hypotheses[0].scores.slot: -1 is not in [0, 1]',
    ],
    ['a slot past the end', [raw({ slots: [slot(5, 18)] })], offsets('[5, 18)')],
    ['a slot backwards', [raw({ slots: [slot(9, 5)] })], offsets('[9, 5)')],
    ['an empty slot', [raw({ slots: [slot(5, 5)] })], offsets('[5, 5)')],
    ['a slot of no name', [raw({ slots: [{ ...slot(0, 4), name: '' }] })], 'hypotheses[0].slots[0].name: is empty'],
    ['a slot of no value', [raw({ slots: [{ ...slot(0, 4), value: '' }] })], 'hypotheses[0].slots[0].value: is empty'],
  ])('%s: refused', async (_, hypotheses, message) => {
    await expect(rerank({ utterance, hypotheses })).rejects.toMatchObject(refused(message));
  });

  test('offsets may be left out, and reach up to the end', async () => {
    const hypotheses = [raw({ slots: [slot(0, 0), slot(5, 17)] })];
    await expect(rerank({ utterance, hypotheses })).resolves.toMatchObject({ degraded: false });
  });
});

function raw(more: RawHypothesis = {}): RawHypothesis {
  return { domain: 'music', intent: 'play', slots: [], scores: { domain: 0.5, intent: 0.5, slot: 0.5 }, ...more };
}

function slot(start: number, end: number) {
  return { name: 'title', value: 'mary', start, end };
}

function offsets(range: string): string {
  const rest = "is not within the utterance's 17 code points; start and end may both be 0 when they are not known";
  return `hypotheses[0].slots[0].start: ${range} ${rest}`;
}
