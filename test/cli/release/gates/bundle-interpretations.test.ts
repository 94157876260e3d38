import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { interpretQuestions } from '../../../../cli/release/gates/bundle-interpretations.js';
import { InterpretationCache } from '../../../../cli/release/gates/interpretation-cache.js';
import { loadInterpreter } from '../../../../domains/core/interpreter/load-interpreter.js';
import { temporaryFolder } from '../../../support/files.js';
import { shippedBundles } from '../../../support/models/shipped.js';
import { smallBundle } from '../../../support/models/small-model.js';

const shipped = await shippedBundles();
const bytesOf = (domain: string) => shipped.find((bundle) => bundle.domain === domain)!.bytes;
const active = (digest?: string) =>
  new Map(['books', 'music'].map((domain) => [domain, { digest, read: async () => bytesOf(domain) }]));

it('asks every bundle everything, and answers as the bundles do', async () => {
  const texts = ['play some jazz', 'rate dune five stars', ''];
  const answers = await interpretQuestions(
    bytesOf('music'),
    active(),
    texts.map((text) => ({ text })),
  );
  expect(answers.candidate.manifest.domain).toBe('music');
  expect([...answers.active.keys()]).toEqual(['books', 'music']);
  const servable = await loadInterpreter(shipped.find(({ domain }) => domain === 'music')!.bundle);
  const expected = [];
  for (const text of texts) expected.push(await servable.interpret(text));
  await servable.release();
  expect(answers.candidate.interpretations).toEqual(expected);
  expect(answers.active.get('music')).toEqual(expected);
});

it("ranks a question's hypotheses of the bundle's domain where there are some", async () => {
  const offered = (domain: string, intent: string, share: number) => ({
    domain,
    intent,
    slots: [],
    scores: { domain: share, intent: share, slot: share },
  });
  const question = {
    text: 'play some jazz',
    hypotheses: [offered('music', 'PlayMusic', 0.9), offered('books', 'RateBook', 0.1)],
  };
  const { candidate, active: others } = await interpretQuestions(bytesOf('music'), active(), [question]);
  const [[ours], [theirs]] = [candidate.interpretations, others.get('books')!].map((answers) =>
    answers!.map(({ hypotheses }) => hypotheses.map(({ intent, scores }) => [intent, scores.domain])),
  );
  expect(ours).toEqual([['PlayMusic', 0.9]]);
  expect(theirs).toEqual([['RateBook', 0.1]]);
});

it('refuses a candidate by the check that it fails', async () => {
  const mute = await smallBundle('v1', { golden: Buffer.from('[]') });
  await expect(interpretQuestions(mute, active(), [])).rejects.toMatchObject({
    name: 'BundleRefused',
    check: 'golden',
  });
});

it('keeps what a bundle answered, for the same bundle and questions only', async () => {
  const folder = temporaryFolder();
  const cache = new InterpretationCache(folder);
  const questions = [{ text: 'play some jazz' }, { text: 'rate dune five stars' }];
  const candidate = bytesOf('music');
  const first = await interpretQuestions(candidate, active(), questions, cache);
  // Music is the candidate and active: two sets of answers, then.
  expect(readdirSync(folder)).toHaveLength(2);
  const unread = new Map(
    shipped
      .filter(({ domain }) => domain !== 'video')
      .map(({ domain, bundle }) => [
        domain,
        { digest: bundle.digest, read: () => Promise.reject<Uint8Array>(new Error('read')) },
      ]),
  );
  expect(await interpretQuestions(candidate, unread, questions, cache)).toEqual(first);
  await expect(interpretQuestions(candidate, unread, questions.slice(1), cache)).rejects.toThrow('read');
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '[{"hypotheses":');
  await expect(interpretQuestions(candidate, unread, questions, cache)).rejects.toThrow('read');
});

it('answers all the same where nothing can be kept', async () => {
  const { active: others } = await interpretQuestions(
    bytesOf('music'),
    active(),
    [{ text: 'play' }],
    new InterpretationCache('/dev/null'),
  );
  expect(others.size).toBe(2);
});
