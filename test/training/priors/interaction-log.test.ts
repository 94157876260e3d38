import { expect, test } from 'vitest';
import { readInteractionLog } from '../../../training/priors/interaction-log.js';
import { temporaryFile } from '../../support/files.js';

const domains = ['books', 'music'];
const read = (rows: readonly object[] | string) => readInteractionLog(temporaryFile('log.jsonl', rows), domains);

test('contexts in either spelling, text where it was kept, other fields let through', () => {
  const [first, second] = read([
    { context: { device_type: 'tv', has_screen: true }, domain: 'books', text: 'find dune', user: 7 },
    { context: { deviceType: 'car' }, domain: 'music' },
  ]);
  expect(first).toMatchObject({ context: { deviceType: 'tv', hasScreen: true }, domain: 'books', text: 'find dune' });
  expect(second).toMatchObject({ context: { deviceType: 'car' }, domain: 'music', text: undefined });
});

test.each([
  [[{ context: {}, domain: 'video' }], ':1: field "domain": "video" is none of books, music'],
  [[{ context: {} }], ':1: field "domain"'],
  [[{ domain: 'books' }], ':1: field "context"'],
  [[{ context: { device_type: 'toaster' }, domain: 'books' }], ':1: context.device_type: "toaster" is unknown'],
  [[{ context: { device: 'tv' }, domain: 'books' }], ':1: field "context"'],
  [
    [
      { context: {}, domain: 'books' },
      { context: { locale: '!' }, domain: 'books' },
    ],
    ':2: context.locale',
  ],
  ['', 'has no rows'],
  ['{', ':1: not valid JSON'],
])('%j is refused', (rows, message) => {
  expect(() => read(rows)).toThrow(message);
});

test('a file that is not there is refused by name', () => {
  expect(() => readInteractionLog('no/such.jsonl', domains)).toThrow('--log no/such.jsonl: cannot be read');
});
