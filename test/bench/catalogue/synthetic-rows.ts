import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { seeded } from '../../../training/numeric/random.js';

const VOCABULARY = 60_000;
const SYLLABLES = ['ba', 'do', 'ka', 'li', 'mo', 'na', 'po', 'ri', 'sa', 'te', 'vu', 'zen', 'lor', 'mir', 'tan', 'el'];

/** Draws words as texts have them: the n-th commonest with a weight of 1 / n. */
export function wordDraw(seed: number): { word(): string; below(bound: number): number } {
  const random = seeded(seed);
  return { below: (bound) => random.below(bound), word: () => wordOf(Math.floor(VOCABULARY ** random.next()) - 1) };
}

/** The commoner, the shorter. */
function wordOf(rank: number): string {
  let word = '';
  for (let left = rank + 1; left > 0; left = Math.floor(left / SYLLABLES.length))
    word += SYLLABLES[left % SYLLABLES.length];
  return word;
}

/**
 * Writes songs with an artist and an album each: an artist for every eight songs, whose entities the catalogue makes itself,
 * so that songs and artists together are about as many as asked for. Nine words a song.
 * @returns songs that are written
 */
export async function writeSyntheticSongs(file: string, entities: number, seed: number): Promise<number> {
  const { word, below } = wordDraw(seed);
  const songs = Math.round((entities * 8) / 9);
  const artists = Array.from({ length: entities - songs }, () => words(1 + below(3)));
  const out = createWriteStream(file);
  for (let song = 0; song < songs; song++) {
    const row = {
      id: `song-${song}`,
      kind: 'song',
      title: words(1 + below(6)),
      creators: [artists[below(artists.length)]],
      album: words(1 + below(5)),
      year: 1960 + below(65),
      popularity: Math.round(1 / (1e-6 + below(1_000_000) / 1_000_000)),
    };
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  return songs;

  function words(count: number): string {
    return Array.from({ length: count }, word).join(' ');
  }
}
