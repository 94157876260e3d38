import { z } from 'zod';
import { readJson } from './read-source.js';
import type { Source } from './source.js';

const chart = z.object({
  date: z.iso.date(),
  data: z.array(z.object({ song: z.string(), artist: z.string(), this_week: z.int().min(1).max(100) })),
});
const charts = z.array(chart);

/** The last chart of the file that figures stand on. */
const LAST_CHART = '2026-08-08';

/** Every song that was in the Billboard Hot 100. */
export const songs: Source = {
  name: 'songs',
  title: 'billboard-hot-100, every song of the weekly charts since 1958-08-04',
  licence: 'the repository has no licence file; chart facts, by Billboard',
  published: 'github.com/mhollingshead/billboard-hot-100, file all.json',
  wanted: 'the file all.json, an array of charts in the order of their dates',
  rules: [
    `Charts after ${LAST_CHART} are dropped: the file grows by one each week.`,
    'One row per pair of song and artist, letter for letter, in the order in which they first charted.',
    '`id` is the place, from 0.',
    '`year` is that of the first chart; `popularity` is 101 less the position, summed over all weeks.',
    '`creators` is the artist’s line as one name: "Shakira X Burna Boy" is not taken apart.',
  ],
  tested: 'the songs that were new in the charts of 1958-08-11, 2026-08-01 and 2026-08-08, but not all.json',
  makes: [
    {
      file: 'catalog/songs.jsonl',
      rows: 32_654,
      sha256: '3786b56afbd24084a8183f772c40040bea155bc1215e58f3506cb991ba4b92e9',
    },
  ],
  reads: (from) => [from],
  convert: (from) => [{ file: 'catalog/songs.jsonl', rows: songsOf(readJson(from, charts)) }],
};

interface Song {
  readonly id: string;
  readonly kind: 'song';
  readonly title: string;
  readonly creators: readonly string[];
  readonly year: number;
  popularity: number;
}

/** The songs of the charts up to the last one, in the order in which they first charted. */
function songsOf(weeks: z.infer<typeof charts>): Song[] {
  const found = new Map<string, Song>();
  const used = weeks.filter(({ date }) => date <= LAST_CHART).sort((one, other) => (one.date < other.date ? -1 : 1));
  for (const { date, data } of used) {
    for (const { song: title, artist, this_week: position } of data) {
      const key = JSON.stringify([title, artist]);
      const song: Song = found.get(key) ?? {
        id: `song-${found.size}`,
        kind: 'song',
        title,
        creators: [artist],
        year: Number(date.slice(0, 4)),
        popularity: 0,
      };
      song.popularity += 101 - position;
      found.set(key, song);
    }
  }
  return [...found.values()];
}
