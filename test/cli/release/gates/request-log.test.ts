import { expect, it } from 'vitest';
import { readRequestLog } from '../../../../cli/release/gates/request-log.js';
import { temporaryFile } from '../../../support/files.js';

const scores = { domain: 0.9, intent: 0.8, slot: 0.7 };
const raw = { domain: 'books', intent: 'RateBook', slots: [{ name: 'object_name', value: 'Dune' }], scores };
const read = (rows: readonly object[]) => readRequestLog(temporaryFile('log.jsonl', rows));

it('reads rows as predict takes them, and raw hypotheses with their slots located', () => {
  const rows = [
    { id: 1, text: 'play jazz', context: { device_type: 'tv' }, intent: 'of an annotated file' },
    { id: 'b', text: 'rate dune', hypotheses: [raw] },
  ];
  expect(read(rows)).toEqual([
    { id: 1, text: 'play jazz', context: { deviceType: 'tv' }, hypotheses: undefined },
    {
      id: 'b',
      text: 'rate dune',
      context: undefined,
      hypotheses: [{ ...raw, slots: [{ name: 'object_name', value: 'Dune', start: 5, end: 9 }] }],
    },
  ]);
});

it("reads the gateway's log, and skips what is no request to it", () => {
  const line = { level: 'info', time: 1, service: 'gateway', message: 'request', code: 'OK', latencyMs: 4 };
  const method = '/nlu.v1.Gateway/Interpret';
  const rows = [
    { ...line, message: 'serving' },
    { ...line, method, requestId: 'r1', utterance: 'play jazz', context: { deviceType: 'tv' } },
    { ...line, method: '/nlu.v1.Gateway/Describe', requestId: 'd1' },
    { ...line, method: '/nlu.v1.Domain/Interpret', requestId: 'r1', utterance: 'play jazz' },
    { ...line, method: '/nlu.v1.Gateway/Rerank', requestId: '', utterance: 'rate dune', hypotheses: [raw] },
  ];
  expect(read(rows).map(({ id, text, hypotheses }) => [id, text, hypotheses?.length])).toEqual([
    ['r1', 'play jazz', undefined],
    [5, 'rate dune', 1],
  ]);
  expect(() => read([{ ...line, method, requestId: 'r1' }])).toThrow(/log\.jsonl:1: .*log\.requests to utterances/);
});

it('names file, line and field of what is wrong', () => {
  expect(() => read([{ id: 1, text: 'a' }, { id: 2 }])).toThrow(/log\.jsonl:2: field "text"/);
  const unsure = { ...raw, scores: { ...scores, slot: 2 } };
  expect(() => read([{ id: 1, text: 'rate dune', hypotheses: [unsure] }])).toThrow(
    /log\.jsonl:1: hypotheses\[0\]\.scores\.slot: 2 is not in/,
  );
  expect(() => readRequestLog('no/such/file')).toThrow(/no\/such\/file cannot be read: ENOENT/);
});

it("weighs a recogniser's n-best list as the gateway does, and skips what the gateway refused", () => {
  const line = { level: 'info', service: 'gateway', message: 'request', method: '/nlu.v1.Gateway/Interpret' };
  const recognised = [
    { text: 'pay jazz', confidence: 0.1 },
    { text: 'play jazz', confidence: 0.3 },
  ];
  const rows = [
    { ...line, code: 'OK', requestId: 'r1', utterance: '', recognised },
    { ...line, code: 'INVALID_ARGUMENT', requestId: 'r2', utterance: '', recognised: [{ text: 'a', confidence: -1 }] },
  ];
  expect(read(rows)).toEqual([
    {
      id: 'r1',
      text: 'play jazz',
      context: undefined,
      hearings: [
        { text: 'play jazz', weight: expect.closeTo(0.75, 12) },
        { text: 'pay jazz', weight: expect.closeTo(0.25, 12) },
      ],
    },
  ]);
  expect(() => read([{ id: 1, text: 'stop', recognised }])).toThrow(/log\.jsonl:1: utterance: is none of the texts/);
});
