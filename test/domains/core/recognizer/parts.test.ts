import { expect, it } from 'vitest';
import { constrain, type RecognizerModel } from '../../../../domains/core/recognizer/model.js';
import { readRecognizerModel, recognizerParts } from '../../../../domains/core/recognizer/parts.js';
import { Vocabulary } from '../../../../domains/core/recognizer/vocabulary.js';

const model: RecognizerModel = {
  vocabularies: {
    utterance: new Vocabulary(Uint32Array.of(3, 70_000, 0xffffffff)),
    token: new Vocabulary(Uint32Array.of(1, 2)),
    words: new Vocabulary(new Uint32Array(0)),
  },
  chains: [
    constrain(['Play'], ['track'], [1, -2.5, 0, 4, 5, 6, 7, 8, 1 / 3], [0.1, -7, 0]),
    constrain(['Find'], [], [0.5], [-0.25]),
  ],
};
const partOf = (parts: ReadonlyMap<string, Uint8Array>) => (name: string) => {
  const part = parts.get(name);
  if (!part) throw new Error(`no ${name}`);
  return part;
};

it('reads back the model it wrote', () => {
  const read = readRecognizerModel(partOf(recognizerParts(model)));
  expect(read.chains).toEqual(model.chains);
  for (const name of ['utterance', 'token', 'words'] as const) {
    expect(read.vocabularies[name].fingerprints).toEqual(model.vocabularies[name].fingerprints);
  }
});

it('reads taggers of one intent each, as bundles held them before', () => {
  const parts = recognizerParts(model);
  const [chains] = [...parts.keys()].filter((name) => name.endsWith('.json'));
  const json = JSON.parse(Buffer.from(parts.get(chains)!).toString('utf8'));
  const before = json.map(({ intents: [intent], ...chain }: { intents: string[] }) => ({ ...chain, intent }));
  const read = readRecognizerModel(partOf(new Map([...parts, [chains, Buffer.from(JSON.stringify(before))]])));
  expect(read.chains).toEqual(model.chains);
});

it('refuses a part that is missing, cut short or of another shape', () => {
  const parts = recognizerParts(model);
  const without = (name: string) => partOf(new Map([...parts].filter(([other]) => other !== name)));
  const having = (name: string, bytes: Uint8Array) => partOf(new Map([...parts, [name, bytes]]));
  for (const name of parts.keys()) expect(() => readRecognizerModel(without(name))).toThrow(name);
  for (const [name, bytes] of parts) {
    for (const length of [0, 1, bytes.length >> 1, bytes.length - 1]) {
      expect(
        () => readRecognizerModel(having(name, bytes.subarray(0, length))),
        `${name} of ${length} bytes`,
      ).toThrow();
    }
  }
  const [chains] = [...parts.keys()].filter((name) => name.endsWith('.json'));
  const json = JSON.parse(Buffer.from(parts.get(chains)!).toString('utf8'));
  for (const wrong of [[], [{ ...json[0], slots: ['track', 'artist'] }], [{ ...json[0], start: [0, 0, null] }]]) {
    expect(() => readRecognizerModel(having(chains, Buffer.from(JSON.stringify(wrong))))).toThrow();
  }
});
