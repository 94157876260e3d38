import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEARNED } from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { learnSounds } from '../../../training/entities/phonetic/learn-sounds.js';
import { readSoundCosts, soundModelText } from '../../../training/entities/phonetic/sound-model.js';

const unit = (letter: string) => letter.charCodeAt(0) - 96;
const exchange = ({ exchanged }: { exchanged: Uint8Array }, said: string, heard: string) =>
  exchanged[unit(said) * LEARNED + unit(heard)]!;

/** Words as they were heard, so many times each. */
function segments(...heard: [said: string, heard: string, times: number][]) {
  return heard.flatMap(([from, to, times]) =>
    Array(times)
      .fill(0)
      .map(() => ({ said: from.split(' '), heard: to.split(' ') })),
  );
}

describe('learnSounds', () => {
  // A recogniser that hears v for every third b at the beginning of a word, and loses half the final t.
  const costs = learnSounds(
    segments(
      ['bane', 'vane', 300],
      ['bane', 'bane', 600],
      ['rot', 'ro', 400],
      ['rot', 'rot', 400],
      ['dim', 'dim', 500],
    ),
    1,
  );

  it('prices a change by how much rarer it is than the letter itself', () => {
    // 300 to 600: 16 ln 2 = 11.1; priors of a few counts make it a little dearer.
    expect(exchange(costs, 'b', 'v')).toBeGreaterThanOrEqual(10);
    expect(exchange(costs, 'b', 'v')).toBeLessThanOrEqual(13);
    // 400 to 400: nothing.
    expect(costs.dropped[unit('t')]).toBeLessThanOrEqual(2);
    expect(exchange(costs, 'b', 'b')).toBe(0);
    // Never seen.
    for (const letter of 'aeindm') expect(exchange(costs, 'b', letter)).toBeGreaterThan(60);
    expect(costs.dropped[unit('d')]).toBeGreaterThan(60);
  });

  it('counts little of what was heard for something else', () => {
    const chance = learnSounds(segments(['bane', 'vane', 300], ['bane', 'bane', 600], ['bane', 'mississippi', 100]), 1);
    expect(exchange(chance, 'b', 'm')).toBeGreaterThan(2 * exchange(chance, 'b', 'v'));
  });

  it('learns from no pairs that everything is dear', () => {
    const none = learnSounds([]);
    expect(exchange(none, 'a', 'a')).toBe(0);
    expect(exchange(none, 'a', 'b')).toBeGreaterThan(50);
  });

  it('is written to a file and read again', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sounds-')), 'sounds.json');
    writeFileSync(file, soundModelText(costs, 'a test', 2200));
    expect(readSoundCosts(file)).toMatchObject({
      background: costs.background,
      added: costs.added,
      dropped: costs.dropped,
      exchanged: costs.exchanged,
    });
    writeFileSync(file, soundModelText(costs, 'a test', 2200).replace('"added": {', '"added": {"q": -1,'));
    expect(() => readSoundCosts(file)).toThrow(/sounds.json: added.q: /);
  });

  it('ships a model that takes vowels for one another, and for consonants less', () => {
    const shipped = readSoundCosts();
    expect(exchange(shipped, 'a', 'e')).toBeLessThan(exchange(shipped, 'a', 'k'));
    expect(exchange(shipped, 'm', 'n')).toBeLessThan(exchange(shipped, 'm', 's'));
    expect(exchange(shipped, 'c', 'k')).toBeLessThan(exchange(shipped, 'c', 'l'));
  });
});
