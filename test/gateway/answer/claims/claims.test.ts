import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packClaims, unpackClaims } from '../../../../gateway/answer/claims/claim-table.js';
import { Claims, UNKNOWN_CLAIM } from '../../../../gateway/answer/claims/claims.js';
import { FEATURES, utteranceFeatures } from '../../../../gateway/answer/claims/utterance-features.js';
import { loadClaimTable } from '../../../../gateway/claims/claim-table-file.js';
import { fitClaims } from '../../../../training/claims/fit-claims.js';
import { seeded } from '../../../../training/numeric/random.js';
import { temporaryFile, temporaryFolder } from '../../../support/files.js';

const SONGS = ['play some jazz', 'play thriller', 'skip this song', 'play the beatles'];
const OTHERS = ['what is the weather', 'set a timer', 'read a book to me', 'turn on the lights'];
const claimOf = (claims: Claims, text: string, domain = 'music') => claims.absent(text, [domain]).get(domain)!;

/** As many rounds of songs, which music claims, and of others, which it does not. */
function taught(rounds: number, claims = new Claims()): Claims {
  for (let round = 0; round < rounds; round++) {
    for (const text of SONGS) claims.learn(text, new Map([['music', { inDomain: 0.97 }]]));
    for (const text of OTHERS) claims.learn(text, new Map([['music', { inDomain: 0.01 }]]));
  }
  return claims;
}

describe('what an absent domain would say', () => {
  test('is as likely as not while nothing is known of it, and while too little is', () => {
    expect(claimOf(new Claims(), 'play some jazz')).toBe(UNKNOWN_CLAIM);
    // 70 rounds of four are 280 of 300.
    expect(claimOf(taught(70), 'play some jazz')).toBe(UNKNOWN_CLAIM);
  });

  test('is what it said of such words', () => {
    const claims = taught(100);
    expect(claimOf(claims, 'play some jazz')).toBeGreaterThan(0.9);
    expect(claimOf(claims, 'play this song')).toBeGreaterThan(0.8);
    expect(claimOf(claims, 'set a timer')).toBeLessThan(0.05);
  });

  test('is never known of a domain that claims nothing: it may yet', () => {
    const claims = new Claims();
    for (let round = 0; round < 5000; round++) claims.learn('set a timer', new Map([['music', { inDomain: 0.001 }]]));
    expect(claimOf(claims, 'set a timer')).toBe(UNKNOWN_CLAIM);
  });

  test('does not change while it is away', () => {
    const claims = taught(100);
    const before = claimOf(claims, 'play some jazz');
    for (let round = 0; round < 1000; round++) claims.learn('play some jazz', new Map([['books', { inDomain: 0.9 }]]));
    expect(claimOf(claims, 'play some jazz')).toBe(before);
  });

  test('follows a domain whose bundle says otherwise, fitted or not', () => {
    const claims = new Claims(
      fitClaims(
        [...SONGS, ...OTHERS].map((text) => ({
          text,
          interpretations: new Map([['music', { inDomain: SONGS.includes(text) ? 0.99 : 0.01 }]]),
        })),
        ['music'],
        seeded(1),
      ) as Map<string, Float32Array>,
    );
    expect(claimOf(claims, 'set a timer')).toBeLessThan(0.3);
    for (let round = 0; round < 200; round++) claims.learn('set a timer', new Map([['music', { inDomain: 0.95 }]]));
    expect(claimOf(claims, 'set a timer')).toBeGreaterThan(0.8);
  });
});

test('features are in range, each once, of any text', () => {
  for (const text of ['', '...', 'Play JAZZ', 'play jazz', 'é'.repeat(9_000), 'la '.repeat(5_000)]) {
    const features = utteranceFeatures(text);
    expect(new Set(features).size).toBe(features.length);
    expect(features.length).toBeLessThanOrEqual(66);
    for (const feature of features) expect(feature >= 0 && feature < FEATURES).toBe(true);
  }
  expect(utteranceFeatures('Play JAZZ')).toEqual(utteranceFeatures('play jazz'));
});

test('a table holds the weights to half a level, and its file is checked by key', () => {
  const weights = Float32Array.from({ length: FEATURES }, (_, index) => Math.sin(index));
  const file = temporaryFile('claims.json', JSON.stringify(packClaims(new Map([['music', weights]]), 'a test')));
  const read = loadClaimTable(file).get('music')!;
  expect(Math.max(...weights.map((weight, index) => Math.abs(weight - read[index]!)))).toBeLessThan(0.51 / 127);
  const short = { domains: { music: { scale: 1, weights: 'AAAA' } } };
  expect(() => loadClaimTable(temporaryFile('short.json', JSON.stringify(short)))).toThrow(
    /short\.json: domains\.music\.weights: must be 16384 bytes/,
  );
  expect(() => loadClaimTable(join(temporaryFolder(), 'none.json'))).toThrow(/table of claims .*none\.json: ENOENT/);
  const broken = join(temporaryFolder(), 'broken.json');
  writeFileSync(broken, '{');
  expect(() => loadClaimTable(broken)).toThrow(/table of claims .*broken\.json/);
  // A domain that says nothing has no weight at all.
  expect(unpackClaims(packClaims(new Map([['music', new Float32Array(FEATURES)]]), '')).get('music')).toEqual(
    new Float32Array(FEATURES),
  );
});

test('the table that ships is of the domains that ship', () => {
  expect([...loadClaimTable().keys()]).toEqual(['books', 'music', 'video']);
});
