import { z } from 'zod';
import { OTHER } from '../corpus-row.js';
import { readJson } from './read-source.js';
import type { MadeFile, Source } from './source.js';

const utterances = z.array(z.tuple([z.string().min(1), z.string().min(1)]));
const document = z.object({ train: utterances, oos_train: utterances, val: utterances, oos_val: utterances });

const MUSIC = new Set(['play_music', 'update_playlist', 'next_song', 'what_song']);

/** CLINC150 with its out-of-scope rows. */
export const clinc: Source = {
  name: 'clinc',
  title: 'CLINC150 with out-of-scope rows (Larson et al. 2019, arXiv 1909.02027)',
  licence: 'CC BY 3.0',
  published: 'github.com/clinc/oos-eval, file data/data_full.json',
  wanted: 'the file data_full.json (not data_oos_plus.json, which has more out-of-scope rows)',
  rules: [
    'train is `train` and then `oos_train`, val is `val` and then `oos_val`.',
    'Every row is kept, in order, word for word.',
    '`id` is the part and the place, from 0. The test part is not converted.',
    'Domain: music for play_music, update_playlist, next_song and what_song; other for every other intent and for oos.',
  ],
  tested: 'the first six rows of val in data_oos_plus.json, where they are the same',
  makes: [
    {
      file: 'clinc/train.jsonl',
      rows: 15_100,
      sha256: 'b4e1adc6a09ce63a3ae058605fffda6fe353bc27792722d04badfc8ed8ba7a98',
    },
    {
      file: 'clinc/val.jsonl',
      rows: 3100,
      sha256: '3588417dc3d52f1373ab2ea0b5717655925bb5ebf3e002bae0a5c51528e0f0a4',
    },
  ],
  reads: (from) => [from],
  convert: (from) => {
    const { train, oos_train, val, oos_val } = readJson(from, document);
    return [part('train', [...train, ...oos_train]), part('val', [...val, ...oos_val])];
  },
};

function part(name: string, rows: z.infer<typeof utterances>): MadeFile {
  return {
    file: `clinc/${name}.jsonl`,
    rows: rows.map(([text, intent], index) => ({
      id: `clinc-${name}-${index}`,
      text,
      intent,
      domain: MUSIC.has(intent) ? 'music' : OTHER,
    })),
  };
}
