import { expect, test } from 'vitest';
import { seeded } from '../../../training/numeric/random.js';
import { afterAnother, framed, negated } from '../../../training/recipes/frames.js';

const request = { text: 'play märchen', slots: [{ name: 'track', value: 'märchen', start: 5, end: 12 }] };
const draws = (intentSlots: readonly string[]) => {
  const random = seeded(1);
  return Array.from({ length: 500 }, () => framed(request, intentSlots, random));
};

test('words around a request leave its slots where their values are', () => {
  const made = draws(['track']);
  for (const { text, slots } of made) {
    expect(slots.map(({ name }) => name)).toEqual(['track']);
    for (const { value, start, end } of slots) expect(Array.from(text).slice(start, end).join('')).toBe(value);
  }
  for (const [word, least] of [
    ['lights', 5],
    ['please', 20],
    ['tonight', 2],
    ['kitchen', 1],
    ['alexa', 2],
  ] as const)
    expect(made.filter(({ text }) => text.includes(word)).length).toBeGreaterThanOrEqual(least);
});

test('a place is a slot where the intent has one for it', () => {
  const places = draws(['track', 'device_place']).filter(({ slots }) => slots.length > 1);
  expect(places.length).toBeGreaterThan(20);
  for (const { text, slots } of places) {
    const [, place] = slots;
    expect(place.name).toBe('device_place');
    expect(Array.from(text).slice(place.start, place.end).join('')).toBe(place.value);
  }
});

test('no time and no room beside slots for times and for other places', () => {
  for (const { text } of draws(['timeRange', 'location_name'])) expect(text).not.toMatch(/tonight|kitchen|stereo/);
});

test('only an imperative is negated, and follows another request', () => {
  const random = seeded(1);
  expect(negated(request, random)).toMatch(/^.+ play märchen$/);
  expect(afterAnother(request, random)).toMatch(/^.+ and( then)? play märchen$/);
  const question = { text: 'who sings this', slots: [] };
  expect(negated(question, random)).toBeUndefined();
  expect(afterAnother(question, random)).toBeUndefined();
});
