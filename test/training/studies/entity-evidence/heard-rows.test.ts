import { expect, it } from 'vitest';
import { domainFolders } from '../../../../domains/core/schema/domain-folders.js';
import { shippedNoise } from '../../../../training/recognition-noise/shipped-noise.js';
import { heardRows, isHeard } from '../../../../training/studies/entity-evidence/heard-rows.js';

const row = (index: number) => {
  const text = `play the song number ${index} of the evening by the silver mountain orchestra`;
  const value = 'the silver mountain orchestra';
  const start = text.indexOf(value);
  return {
    id: `row-${index}`,
    text,
    intent: 'PlayMusic',
    domain: 'music',
    slots: [{ name: 'artist', value, start, end: start + value.length }],
    source: 'ours.jsonl',
  };
};

it('mishears rows in the group of what was said, with their slots where the words went', () => {
  const rows = Array.from({ length: 60 }, (_, index) => row(index));
  const schemas = domainFolders().map(({ schema }) => schema);
  const heard = heardRows(rows, schemas, shippedNoise(0.4), { share: 1, seed: 1 });
  expect(heard.length).toBeGreaterThan(20);
  for (const { text, group, source, domain, slots = [] } of heard) {
    expect(isHeard(source)).toBe(true);
    expect(domain).toBe('music');
    expect(group).toMatch(/^play the song number/u);
    expect(text).not.toBe(group);
    for (const { value, start, end } of slots) expect(text.slice(start, end)).toBe(value);
  }
  expect(heard.some(({ slots }) => slots?.[0] && slots[0].value !== 'the silver mountain orchestra')).toBe(true);
  expect(isHeard('ours.jsonl')).toBe(false);
});

it('takes the share of the rows that it is told, the same ones each time', () => {
  const rows = Array.from({ length: 60 }, (_, index) => row(index));
  const schemas = domainFolders().map(({ schema }) => schema);
  const some = () => heardRows(rows, schemas, shippedNoise(0.4), { share: 0.3, seed: 1 });
  expect(some()).toEqual(some());
  expect(some().length).toBeLessThan(30);
  expect(some().length).toBeGreaterThan(3);
});
