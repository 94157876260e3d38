import { expect, it } from 'vitest';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { openCatalogue } from '../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { entitiesOf } from '../../../../domains/core/service/catalogue/found-entities.js';
import { smallCatalogue } from '../../../support/models/small-catalogue-bundle.js';

const { resolver } = (await openCatalogue(await smallCatalogue('c'), ANY_SIGNER)).catalogue;
const slots = [
  { name: 'artist', value: 'adele' },
  { name: 'track', value: 'hello' },
];
const hypothesis = { intent: 'PlayMusic', slots, confidence: 0.5 };
const look = (answer: Parameters<typeof entitiesOf>[0], titleSlots: Record<string, string[]> = {}) =>
  entitiesOf(answer, resolver, titleSlots, {}, 'r1');

it('looks first for the slot that names the work', () => {
  const first = (titleSlots: Record<string, string[]>) =>
    look({ hypotheses: [hypothesis] }, titleSlots).get(0)?.entities[0]?.id;
  expect(first({})).toBe('c-artist');
  expect(first({ PlayMusic: ['track'] })).toBe('c-adele');
});

it('leaves alone what was screened, what the words forbid and what names nothing', () => {
  expect(look({ hypotheses: [hypothesis], screened: true }).size).toBe(0);
  const unnamed = { ...hypothesis, slots: [{ name: 'sort', value: 'newest' }] };
  const found = look({ hypotheses: [{ ...hypothesis, forbidden: true }, unnamed, hypothesis] });
  expect([...found.keys()]).toEqual([2]);
});

it('takes an intent that is called as a property of every object for one without a slot that names the work', () => {
  for (const intent of ['constructor', 'toString', '__proto__'])
    expect(look({ hypotheses: [{ ...hypothesis, intent }] }).get(0)?.entities[0]?.id).toBe('c-artist');
});
