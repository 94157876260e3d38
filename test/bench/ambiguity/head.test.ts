import { expect, test } from 'vitest';
import { bundledModels, releaseModels } from '../../../cli/release/gates/active-models.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import { headFigures, plainBeliefs } from './head.js';
import { headRequests } from './head-requests.js';

const answer = (domains: string[], decision: string, first?: string) => ({
  request: { id: 'any', text: 'play any', carrier: 'play', domains },
  decision,
  first,
});

test('shares of five answers, by hand', () => {
  const figures = headFigures([
    answer(['music'], 'ACCEPT', 'music'),
    answer(['music'], 'CLARIFY', 'music'),
    answer(['music'], 'REJECT', 'music'),
    answer(['music'], 'ACCEPT'),
    // Asking is right where two domains are.
    answer(['books', 'video'], 'CLARIFY', 'video'),
  ]);
  expect(figures).toEqual({ requests: 5, right: 3 / 5, asked: 1 / 4 });
});

test('there are two hundred head requests, each once', () => {
  const requests = headRequests();
  expect(requests).toHaveLength(200);
  expect(new Set(requests.map(({ id }) => id)).size).toBe(200);
  expect(new Set(requests.map(({ text, device }) => `${text} ${device}`)).size).toBe(200);
});

test('the shipped domains believe what plain requests say', async () => {
  const models = await bundledModels(undefined);
  const beliefs = await plainBeliefs(models, loadPriorTable());
  await releaseModels(models.values());
  expect(beliefs.filter(({ holds }) => !holds).map(({ text }) => text)).toEqual([]);
});
