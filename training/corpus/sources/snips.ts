import { join } from 'node:path';
import type { CorpusRow } from '../corpus-row.js';
import { AMBIGUOUS, OTHER } from '../corpus-row.js';
import { readTaggedRows } from '../split-corpus.js';
import type { MadeFile, Source } from './source.js';

const PARTS = ['train', 'valid'];

const DOMAIN_OF_INTENT: Readonly<Record<string, string>> = {
  PlayMusic: 'music',
  AddToPlaylist: 'music',
  RateBook: 'books',
  SearchScreeningEvent: 'video',
  GetWeather: OTHER,
  BookRestaurant: OTHER,
};

/** The domain of a SearchCreativeWork by the type of work that it names; works of other types are no domain's. */
const DOMAIN_OF_WORK: Readonly<Record<string, string>> = {
  song: 'music',
  album: 'music',
  soundtrack: 'music',
  book: 'books',
  novel: 'books',
  saga: 'books',
  movie: 'video',
  trailer: 'video',
  'tv show': 'video',
  'tv series': 'video',
  'television show': 'video',
  show: 'video',
  program: 'video',
};

/** SNIPS in the standard split. */
export const snips: Source = {
  name: 'snips',
  title: 'SNIPS custom intent engines (Coucke et al. 2018, arXiv 1805.10190), in the standard split of Goo et al. 2018',
  licence: 'CC0 1.0',
  published: 'github.com/MiuLab/SlotGated-SLU, folder data/snips (utterances: github.com/sonos/nlu-benchmark)',
  wanted: 'the folder data/snips, with train/ and valid/, each of seq.in, seq.out and label',
  rules: [
    'Every row is kept, in order; `id` is the part and the place, from 0. The test part is not converted.',
    'Text is lower-cased (the published text is already); tokens stand between blanks; tags are as published.',
    'Blanks that are doubled or end a line in the published files are left out of the text.',
    'Domain: music, books, video or other by the intent; for SearchCreativeWork by its object_type.',
    'A SearchCreativeWork without an object_type is ambiguous: its text does not say which domain is meant.',
    'The JSON of sonos/nlu-benchmark has the same utterances, but neither this split nor this order.',
  ],
  tested:
    'the first 60 rows of train/seq.in and the tags of the first 12 of valid, in copies that other repositories hold',
  makes: [
    {
      file: 'snips/train.jsonl',
      rows: 13_084,
      sha256: '8f29f72d7972822b02f20d98e3fc15137e3001b1d41ec87e57ebb3cde7510492',
    },
    {
      file: 'snips/valid.jsonl',
      rows: 700,
      sha256: 'e454aea3735a3e71a202e9f9378f6c2984e7c62e30bbfed17acb9ebe3dbd2df2',
    },
  ],
  reads: (from) => PARTS.flatMap((part) => ['seq.in', 'seq.out', 'label'].map((name) => join(from, part, name))),
  convert: (from) => PARTS.map((part) => convertPart(from, part)),
};

function convertPart(from: string, part: string): MadeFile {
  const rows = readTaggedRows(join(from, part)).map(({ tokens, tags, row }, index) => ({
    id: `snips-${part}-${index}`,
    text: tokens.join(' ').toLowerCase(),
    tokens: tokens.map((token) => token.toLowerCase()),
    tags,
    intent: row.intent,
    domain: domainOf(row),
  }));
  return { file: `snips/${part}.jsonl`, rows };
}

/** The domain that answers a row. */
function domainOf({ intent, slots = [] }: CorpusRow): string {
  if (intent !== 'SearchCreativeWork') return DOMAIN_OF_INTENT[intent] ?? OTHER;
  const type = slots.find(({ name }) => name === 'object_type');
  return type ? (DOMAIN_OF_WORK[type.value.toLowerCase()] ?? OTHER) : AMBIGUOUS;
}
