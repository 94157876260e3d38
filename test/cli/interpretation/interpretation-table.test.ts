import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interpretationTable } from '../../../cli/interpretation/interpretation-table.js';
import { mapInOrder } from '../../../cli/interpretation/map-in-order.js';
import { type Stack, startStack } from '../../../cli/stack/stack.js';
import { evidencePhrases, priorPhrases } from '../../../console/explanation/reasons.js';
import type { DeviceContext } from '../../../proto/gen/nlu/v1/DeviceContext.js';
import type { Hypothesis__Output } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse__Output } from '../../../proto/gen/nlu/v1/InterpretResponse.js';
import { projectRoot } from '../../../serving/project.js';
import { callUnary, openChannel } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { readCorpus } from '../../../training/corpus/read-corpus.js';
import { temporaryFile } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

/** Contexts that together have every kind of feature that the table of priors knows. */
const CONTEXTS: DeviceContext[] = [
  {},
  { deviceType: 'tv', foregroundDomain: 'video' },
  { deviceType: 'ereader', locale: 'en-GB' },
  { deviceType: 'car', hasScreen: true, foregroundDomain: 'music' },
  {
    deviceType: 'speaker',
    localTime: '2026-01-15T20:30:00Z',
    recent: [{ domain: 'books', time: '2026-01-15T20:10:00Z' }],
  },
];

/** The longest utterances of the sample. */
function longestTexts(count: number): string[] {
  const folder = join(projectRoot(), 'training', 'sample');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const texts = files.flatMap((name) => readCorpus(join(folder, name)).map(({ text }) => text));
  return texts.sort((one, other) => other.length - one.length).slice(0, count);
}

it('names a reading by its title, and by intent and slots where the words name no work', () => {
  const hypothesis = (intent: string, slots: object[]) => ({ intent, slots }) as unknown as Hypothesis__Output;
  const jazz = [{ name: 'genre', value: 'jazz' }];
  const readings = [
    { domain: 'books', title: 'jazz', probability: 0.5, hypothesis: hypothesis('SearchCreativeWork', []) },
    { domain: 'music', title: '', probability: 0.25, hypothesis: hypothesis('PlayMusic', jazz) },
    { domain: 'podcasts', title: '', probability: 0.125, hypothesis: hypothesis('Open', []) },
  ];
  const frame = { hypotheses: [], domains: [], hearings: [] };
  const reply = { ...frame, decision: 'DECISION_CLARIFY', readings, answerProbability: 0.9 };
  expect(interpretationTable(reply as unknown as InterpretResponse__Output, 200)).toBe(
    'CLARIFY between books "jazz" 50.0%, music PlayMusic, genre: jazz 25.0%, podcasts Open, (no slots) 12.5%; answers the question: 90.0%',
  );
});

describe('over the bundles that ship', () => {
  let stack: Stack;
  let replies: InterpretResponse__Output[];

  beforeAll(async () => {
    stack = await startStack();
    const channel = openChannel(stack.gateway);
    const ask = ([utterance, context]: [string, DeviceContext]) =>
      callUnary(
        channel,
        definitions().gateway.Interpret,
        { utterance, context, explain: true, includeScreened: true },
        { timeoutMs: 20_000 },
      );
    const asked = longestTexts(30).map((text, index): [string, DeviceContext] => [
      text,
      CONTEXTS[index % CONTEXTS.length]!,
    ]);
    const titles = ['play dune', 'the beatles', 'find the novel dune'].map((text): [string, DeviceContext] => [
      text,
      {},
    ]);
    replies = [];
    for await (const reply of mapInOrder([...asked, ...titles], 4, ask)) replies.push(reply);
    channel.close();
  });
  afterAll(() => stack.stop());

  it.each([40, 80, 100])('no line is wider than %i columns, with reasons and without', (width) => {
    for (const reply of replies) {
      const plain = reply.hypotheses.map((one) => ({ ...one, contributions: [], priorContributions: [] }));
      for (const shown of [reply, { ...reply, hypotheses: plain }]) {
        const table = interpretationTable(shown, width);
        expect(table).not.toContain('…');
        for (const line of table.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(width);
      }
    }
  });

  it('has a phrase for every part of every confidence and prior', () => {
    const names = new Set<string>();
    for (const { hypotheses } of replies) {
      for (const { contributions, priorContributions } of hypotheses) {
        for (const { name } of contributions) {
          names.add(name);
          expect(evidencePhrases(name), name).toBeDefined();
        }
        for (const { name } of priorContributions) {
          names.add(name);
          expect(priorPhrases(name), name).toBeDefined();
        }
      }
    }
    for (const name of ['mass', 'slotWeights', 'asked', 'title', 'device_type=tv', 'recent=books']) {
      expect([...names]).toContain(name);
    }
  });

  it('interpret and predict decide alike, on a device and without one', async () => {
    const cases = [
      { text: 'play thriller' },
      { text: 'play the beatles' },
      { text: 'set a timer for ten minutes' },
      { text: 'find dune', device: 'tv' },
    ];
    const rows = cases.map(({ text, device }, id) => ({
      id,
      text,
      ...(device && { context: { device_type: device } }),
    }));
    const gateway = ['--gateway', stack.gateway];
    const predicted = await startProgram('cli/main.js', [
      'predict',
      '--input',
      temporaryFile('rows.jsonl', rows),
      ...gateway,
    ]).ended;
    const predictions = predicted.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const [index, { text, device }] of cases.entries()) {
      const args = ['interpret', text, ...(device ? ['--device', device] : []), '--json', ...gateway];
      const reply: InterpretResponse__Output = JSON.parse((await startProgram('cli/main.js', args).ended).stdout);
      const { decision, readings, in_domain } = predictions[index];
      expect(`DECISION_${decision}`).toBe(reply.decision);
      expect(readings).toEqual(
        reply.readings.map(({ domain, title, probability, hypothesis }) => ({
          domain,
          title,
          probability,
          intent: hypothesis!.intent,
          slots: hypothesis!.slots.map(({ name, value }) => ({ name, value })),
        })),
      );
      expect(in_domain).toEqual(Object.fromEntries(reply.domains.map(({ domain, inDomain }) => [domain, inDomain])));
    }
  });
});
