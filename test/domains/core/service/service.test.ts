import { expect, it } from 'vitest';
import type { Servable } from '../../../../domains/core/interpreter/servable.js';
import { deferred } from '../../../support/deferred.js';
import { loadSmall, smallGraph } from '../../../support/models/small-model.js';
import { callers, deployTo, musicDomain } from '../../../support/servers/music-domain.js';

const hypothesis = { intent: 'PlayMusic', slots: [], scores: { domain: 0.5, intent: 0.5, slot: 0.5 } };

/** Loads a small bundle, and puts something before what its servable does. */
const listening =
  (before: (servable: Servable) => Partial<Servable>) =>
  async (bundle: Parameters<typeof loadSmall>[0]): Promise<Servable> => {
    const servable = await loadSmall(bundle);
    return { ...servable, ...before(servable) };
  };

it('interprets, naming the version and digest that did', async () => {
  const { interpret } = await musicDomain();
  const reply = await interpret({ utterance: 'play dune', requestId: 'r1', explain: true });
  expect(reply).toMatchObject({
    requestId: 'r1',
    bundleVersion: 'v1',
    bundleDigest: expect.stringMatching(/^\w{64}$/),
  });
  const [best] = reply.hypotheses;
  expect(best).toMatchObject({
    domain: 'music',
    intent: 'PlayMusic',
    priorShift: 0,
    contributions: [{ name: 'domain' }],
  });
  expect(best!.posterior).toBe(best!.confidence);
});

it('re-ranks hypotheses of its own domain, with their slots located', async () => {
  const seen: unknown[] = [];
  const { rerank } = await musicDomain(
    {},
    {
      load: listening(({ rerank }) => ({
        rerank: (utterance, hypotheses) => {
          seen.push(...hypotheses);
          return rerank(utterance, hypotheses);
        },
      })),
    },
  );
  const slots = [{ name: 'track', value: 'Dune', start: 0, end: 0 }];
  const reply = await rerank({ utterance: 'play dune', hypotheses: [{ ...hypothesis, slots, domain: 'music' }] });
  expect(reply).toMatchObject({ bundleVersion: 'v1', hypotheses: [{ domain: 'music' }] });
  expect(seen).toEqual([{ ...hypothesis, slots: [{ ...slots[0], start: 5, end: 9 }] }]);
});

it('tells its servable what the caller wishes', async () => {
  const wishes: unknown[] = [];
  const { interpret } = await musicDomain(
    {},
    {
      load: listening(({ interpret }) => ({
        interpret: (utterance, options) => {
          wishes.push([utterance, options]);
          return interpret(utterance, options);
        },
      })),
    },
  );
  wishes.length = 0;
  await interpret({ utterance: 'play dune', maxHypotheses: 2, explain: true, skipScreened: true });
  await interpret({ utterance: 'play dune' });
  expect(wishes).toMatchObject([
    ['play dune', { maxHypotheses: 2, explain: true, skipScreened: true }],
    ['play dune', { maxHypotheses: undefined, explain: false, skipScreened: false }],
  ]);
});

it('reports hypotheses that were left out', async () => {
  const empty = { hypotheses: [] as never[], inDomain: 0.001 };
  let screened = true;
  const { interpret } = await musicDomain(
    {},
    {
      load: listening(({ interpret }) => ({
        interpret: async (utterance, options) => {
          if (!options?.skipScreened) return interpret(utterance, options);
          return screened ? { ...empty, screened } : empty;
        },
      })),
    },
  );
  const skipping = { utterance: 'play dune', skipScreened: true };
  expect(await interpret(skipping)).toMatchObject({ hypotheses: [], inDomain: 0.001, screened: true });
  screened = false;
  expect(await interpret(skipping)).toMatchObject({ hypotheses: [], screened: false });
  expect(await interpret({ utterance: 'play dune' })).toMatchObject({ screened: false });
});

it('describes what it serves', async () => {
  const { describe } = await musicDomain();
  expect(await describe()).toMatchObject({
    domain: 'music',
    intents: [
      { name: 'AddToPlaylist', slots: ['artist', 'playlist'] },
      { name: 'PlayMusic', slots: ['artist', 'track'] },
    ],
    bundleVersion: 'v1',
    rerankerForm: 'r3',
    rerankerWeights: expect.arrayContaining([{ name: 'slot', value: 1.25 }]),
    versions: [{ version: 'v1', state: 'active' }],
  });
});

it('answers a pinned version bit for bit after another is deployed', async () => {
  const { interpret, describe, directory } = await musicDomain();
  const before = await interpret({ utterance: 'play dune' });
  await deployTo(directory, 'v2', { graph: smallGraph(2) });
  await expect.poll(async () => (await describe()).bundleVersion, { timeout: 10_000 }).toBe('v2');
  expect((await interpret({ utterance: 'play dune' })).hypotheses).not.toEqual(before.hypotheses);
  expect(await interpret({ utterance: 'play dune', version: 'v1' })).toEqual(before);
  await expect(interpret({ utterance: 'play dune', version: 'v0' })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'version: v0 is not loaded; loaded: v1, v2',
  });
});

it('names the field of a bad request', async () => {
  const { interpret, rerank } = await musicDomain({ maxHypotheses: 10 });
  const bad: [() => Promise<unknown>, RegExp][] = [
    [() => interpret({}), /^utterance: is empty/],
    [() => interpret({ utterance: ' \n\u0007' }), /^utterance: /],
    [() => interpret({ utterance: 'a'.repeat(100_000) }), /^utterance: is 100000 bytes/],
    [() => interpret({ utterance: 'a', maxHypotheses: -1 }), /^max_hypotheses: -1/],
    [() => interpret({ utterance: 'a', maxHypotheses: 11 }), /^max_hypotheses: 11/],
    [() => interpret({ utterance: 'a', version: 'v'.repeat(200) }), /^version: /],
    [() => interpret({ utterance: 'a', requestId: 'r'.repeat(200) }), /^request_id: /],
    [() => rerank({ utterance: 'a' }), /^hypotheses: is empty/],
    [() => rerank({ utterance: 'a', hypotheses: Array(11).fill(hypothesis) }), /^hypotheses: 11 are too many/],
    [
      () =>
        rerank({
          utterance: 'a',
          hypotheses: [hypothesis, { ...hypothesis, scores: { ...hypothesis.scores, slot: 0 } }],
        }),
      /^hypotheses\[1\]: repeats hypotheses\[0\]; send each domain, intent and slots once/,
    ],
    [
      () => rerank({ utterance: 'a', hypotheses: [{ ...hypothesis, domain: 'books' }] }),
      /^hypotheses\[0\]\.domain: "books"/,
    ],
    [
      () => rerank({ utterance: 'a', hypotheses: [{ ...hypothesis, intent: 'Juggle' }] }),
      /^hypotheses\[0\]\.intent: "Juggle"/,
    ],
    [
      () => rerank({ utterance: 'a', hypotheses: [{ ...hypothesis, intent: 'toString' }] }),
      /^hypotheses\[0\]\.intent: /,
    ],
    [
      () =>
        rerank({ utterance: 'a', hypotheses: [{ ...hypothesis, scores: { domain: Number.NaN, intent: 1, slot: 1 } }] }),
      /^hypotheses\[0\]\.scores\.domain: NaN/,
    ],
    [
      () => rerank({ utterance: 'a', hypotheses: [{ ...hypothesis, scores: { domain: 1, intent: 1.01, slot: 1 } }] }),
      /^hypotheses\[0\]\.scores\.intent: 1\.01/,
    ],
    [
      () =>
        rerank({
          utterance: 'a',
          hypotheses: [{ ...hypothesis, slots: [{ name: 'balls', value: 'a', start: 0, end: 1 }] }],
        }),
      /^hypotheses\[0\]\.slots\[0\]\.name: "balls" is no slot of PlayMusic/,
    ],
    [
      () =>
        rerank({
          utterance: 'a',
          hypotheses: [{ ...hypothesis, slots: [{ name: 'track', value: 'a', start: 0, end: 2 }] }],
        }),
      /^hypotheses\[0\]\.slots\[0\]\.start: /,
    ],
  ];
  for (const [call, message] of bad) {
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(message) });
  }
});

it.each(['🎻🎻🎻', 'שלום עולם', 'play\u0000dune', '\u202eenud yalp', 'é'.repeat(4000)])(
  'answers %j',
  async (utterance) => {
    const { interpret } = await musicDomain();
    expect((await interpret({ utterance })).hypotheses).toHaveLength(1);
  },
);

it('ends the lease of a request that fails', async () => {
  const load = async (bundle: Parameters<typeof loadSmall>[0]) => {
    const servable = await loadSmall(bundle);
    const interpret = (utterance: string) =>
      utterance === 'fail' ? Promise.reject(new Error('secret')) : servable.interpret(utterance);
    return { ...servable, interpret };
  };
  const reports: string[] = [];
  const { domain, directory } = await musicDomain(
    { keepVersions: 1 },
    {
      load,
      versionLog: { onChange: ({ version, state }) => reports.push(`${version} ${state.name}`), onProblem: () => {} },
    },
  );
  const { interpret } = callers(domain.address);
  await expect(interpret({ utterance: 'fail' })).rejects.toMatchObject({ code: 'INTERNAL', message: 'internal error' });
  await deployTo(directory, 'v2');
  await expect.poll(() => reports, { timeout: 10_000 }).toContain('v1 retired');
});

it('refuses at once what is beyond its concurrency and queue', async () => {
  const finish = deferred();
  const begun = deferred();
  const load = async (bundle: Parameters<typeof loadSmall>[0]) => {
    const servable = await loadSmall(bundle);
    return {
      ...servable,
      interpret: async (utterance: string) => {
        if (utterance === 'wait') {
          begun.resolve();
          await finish.promise;
        }
        return servable.interpret(utterance);
      },
    };
  };
  const { interpret } = await musicDomain({ admission: { concurrency: 1, queue: 0 } }, { load });
  const first = interpret({ utterance: 'wait' });
  await begun.promise;
  await expect(interpret({ utterance: 'play' })).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  finish.resolve();
  expect((await first).hypotheses).toHaveLength(1);
});

it("names its media's words to whoever asks for them, and to nobody else", async () => {
  const { interpret } = await musicDomain();
  expect((await interpret({ utterance: 'play dune' })).media).toEqual([]);
  expect((await interpret({ utterance: 'play dune', nameMedia: true })).media).toEqual(
    expect.arrayContaining(['song', 'album']),
  );
});
