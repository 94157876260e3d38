import { describe, expect, test } from 'vitest';
import type { Preference } from '../../../proto/gen/nlu/v1/Preference.js';
import { deezer, rememberingGateway, tower } from '../../support/feedback/remembering-gateway.js';

describe('Teach', () => {
  test('is honoured by the very next request, each time, and by nobody else’s', async () => {
    const { ask, teach } = await rememberingGateway();
    for (let n = 0; n < 50; n++) {
      const customer = `c${n}`;
      const before = await ask(customer);
      expect(before.readings[0]).toMatchObject({ domain: 'books' });
      await teach(customer, tower);
      const after = await ask(customer, { explain: true });
      expect(after.readings[0]).toMatchObject({ domain: 'video', hypothesis: { preferenceShift: 2 } });
      const book = after.hypotheses.find(({ domain }) => domain === 'books');
      expect(book).toMatchObject({ preferenceShift: -2 });
      expect(book!.preferenceContributions).toEqual([{ name: 'meaning The Tower=video', value: -2 }]);
      // Nobody's liking makes a request of what is none.
      expect(after.noneProbability).toBeLessThan(before.noneProbability + 0.02);
    }
    expect((await ask('somebody-else')).readings[0]).toMatchObject({ domain: 'books' });
    expect((await ask('')).readings[0]).toMatchObject({ domain: 'books' });
  });

  test('says what it replaced: of two that contradict each other the later counts', async () => {
    const { ask, teach, preferences } = await rememberingGateway();
    const [first] = await teach('anna', { like: { domain: 'books' } });
    const [second] = await teach('anna', { dislike: { domain: 'books' } });
    expect(first).toMatchObject({ replaced: [], known: { origin: 'PREFERENCE_ORIGIN_TAUGHT', title: '' } });
    expect(second!.replaced).toEqual([first!.known]);
    expect(second!.known!.id).toBe(first!.known!.id);
    expect(await preferences('anna')).toEqual([second!.known]);
    expect((await ask('anna')).readings[0]).toMatchObject({ domain: 'video' });
    // Within one call, too; and a value for every intent replaces that for one.
    const deezers = await teach(
      'anna',
      { defaultSlot: { domain: 'music', intent: 'PlayRadio', slot: 'service', value: 'tunein' } },
      { meaning: { words: 'the tower', domain: 'video' } },
      { meaning: { words: 'THE  tower', domain: 'books' } },
      deezer,
    );
    expect(deezers.map(({ replaced }) => replaced.map(({ id }) => id))).toEqual([
      ...[[], [], [deezers[1]!.known!.id], [deezers[0]!.known!.id]],
    ]);
    expect((await preferences('anna')).map(({ preference }) => Object.keys(preference!)[0])).toEqual([
      ...['defaultSlot', 'meaning', 'dislike'],
    ]);
  });

  test.each<[string, RegExp, Preference]>([
    [
      'domain',
      /^preferences\[0\]\.like\.domain: "radio" is unknown; one of music, books, video/,
      { like: { domain: 'radio' } },
    ],
    ['domain', /^preferences\[0\]\.meaning\.domain: is empty/, { meaning: { words: 'x' } }],
    [
      'kind',
      /^preferences\[0\]\.like\.kind: music has no "genr"; one of album, artist/,
      { like: { domain: 'music', kind: 'genr' } },
    ],
    ['kind', /^preferences\[0\]\.dislike\.kind: video has no "opera"/, { dislike: { domain: 'video', kind: 'opera' } }],
    [
      'entity',
      /^preferences\[0\]\.like\.entity: video's catalogue has no "nope"/,
      { like: { domain: 'video', entity: 'nope' } },
    ],
    [
      'entity',
      /^preferences\[0\]\.like\.entity: music's catalogue has no "m-tower", or there is none/,
      { like: { domain: 'music', entity: 'm-tower' } },
    ],
    [
      'kind',
      /^preferences\[0\]\.like\.kind: "m-tower" is no "series" but a movie/,
      { like: { domain: 'video', kind: 'series', entity: 'm-tower' } },
    ],
    [
      'value',
      /^preferences\[0\]\.like\.value: stands beside entity/,
      { like: { domain: 'video', value: 'x', entity: 'm-tower' } },
    ],
    [
      'value',
      /^preferences\[0\]\.like\.value: is longer than 256/,
      { like: { domain: 'music', value: 'x'.repeat(257) } },
    ],
    [
      'intent',
      /^preferences\[0\]\.default_slot\.intent: music has no "Play"; one of PlayMusic/,
      { defaultSlot: { domain: 'music', intent: 'Play', slot: 'service', value: 'x' } },
    ],
    [
      'slot',
      /^preferences\[0\]\.default_slot\.slot: music's WhatIsPlaying has no "service"; one of music_item/,
      { defaultSlot: { domain: 'music', intent: 'WhatIsPlaying', slot: 'service', value: 'x' } },
    ],
    [
      'value',
      /^preferences\[0\]\.default_slot\.value: is empty/,
      { defaultSlot: { domain: 'music', slot: 'service' } },
    ],
    ['words', /^preferences\[0\]\.meaning\.words: is empty/, { meaning: { domain: 'music' } }],
    ['what', /^preferences\[0\]\.what: is empty; set one of like/, {}],
  ])('refuses a wrong %s by its name: %s', async (_, message, preference) => {
    const { teach, preferences } = await rememberingGateway();
    await expect(teach('anna', preference)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(message),
    });
    // All or none.
    await expect(teach('anna', tower, preference)).rejects.toMatchObject({ message: expect.stringContaining('[1]') });
    expect(await preferences('anna')).toEqual([]);
  });

  test('takes customers of 64 bytes of any kind, and none that is longer, empty or too full', async () => {
    const { ask, teach, preferences } = await rememberingGateway({ preferences: { most: 3 } });
    const odd = `${'\u0000/../ü"\n?'}${'é'.repeat(27)}`;
    expect(Buffer.byteLength(odd)).toBe(64);
    await teach(odd, tower);
    expect((await ask(odd)).readings[0]).toMatchObject({ domain: 'video' });
    for (const wrong of [`${odd}x`, '']) {
      await expect(teach(wrong, tower)).rejects.toMatchObject({
        ...{ code: 'INVALID_ARGUMENT', message: expect.stringMatching(/^customer: /) },
      });
    }
    const likes = Array.from({ length: 4 }, (_, n): Preference => ({ like: { domain: 'music', value: `v${n}` } }));
    await expect(teach('anna', ...likes)).rejects.toMatchObject({
      ...{ code: 'RESOURCE_EXHAUSTED', message: expect.stringContaining('forget some first') },
    });
    await expect(teach('anna', ...Array(21).fill(tower))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(teach('anna')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await preferences('anna')).toEqual([]);
  });

  test('keeps all of what is taught at once, by many calls', async () => {
    const { teach, preferences } = await rememberingGateway();
    const values = Array.from({ length: 20 }, (_, n) => `v${n}`);
    await Promise.all(values.map((value) => teach('anna', { like: { domain: 'music', kind: 'artist', value } })));
    const kept = (await preferences('anna')).map(({ preference }) => preference!.like!.value);
    expect(kept.sort()).toEqual(values.sort());
  });
});

describe('preferences at work', () => {
  test('default slots stand where the intent has the slot and the words do not fill it', async () => {
    const { ask, teach } = await rememberingGateway();
    await teach('anna', deezer, { defaultSlot: { domain: 'music', intent: 'PlayMusic', slot: 'track', value: 'x' } });
    const { hypotheses } = await ask('anna');
    const of = (name: string) =>
      hypotheses.find(({ slots }) => slots[0]!.name === name)!.defaultSlots.map((each) => `${each.name}=${each.value}`);
    expect(of('track')).toEqual(['service=deezer']);
    expect(of('album').sort()).toEqual(['service=deezer', 'track=x']);
    expect(of('object_name')).toEqual([]);
    // What was said is left alone, and so is every probability.
    const plain = await ask('bert');
    expect(hypotheses.map(({ defaultSlots: _, ...each }) => each)).toEqual(
      plain.hypotheses.map(({ defaultSlots: _, ...each }) => each),
    );
  });

  test('likes move hypotheses within a domain, by kind and value', async () => {
    const { ask, teach } = await rememberingGateway();
    const order = async () =>
      (await ask('anna')).hypotheses.filter(({ domain }) => domain === 'music').map(({ slots }) => slots[0]!.name);
    expect(await order()).toEqual(['track', 'album']);
    await teach('anna', { like: { domain: 'music', kind: 'album', value: 'tower' } });
    expect(await order()).toEqual(['album', 'track']);
  });

  test('entities are shifted likewise, by kind, meaning and id, and sum to 1 at most', async () => {
    const { ask, teach, forget } = await rememberingGateway();
    const ids = async () => {
      const { hypotheses } = await ask('anna', { resolve: true });
      const { entities, entityNone } = hypotheses.find(({ domain }) => domain === 'video')!;
      const sum = entities.reduce((total, { probability }) => total + probability, entityNone ?? 0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-9);
      return entities.map(({ id, probability }) => `${id} ${probability.toFixed(3)}`);
    };
    expect(await ids()).toEqual(['m-tower 0.500', 's-tower 0.300']);
    const [meant] = await teach('anna', { meaning: { words: 'the tower', domain: 'video', kind: 'series' } });
    // .3 e^2 of .5 + .3 e^2 + .2.
    expect(await ids()).toEqual(['s-tower 0.760', 'm-tower 0.171']);
    await forget({ customer: 'anna', preference: meant!.known!.id });
    const [liked] = await teach('anna', { like: { domain: 'video', entity: 's-tower' } });
    expect(liked!.known).toMatchObject({ title: 'The Tower' });
    expect(await ids()).toEqual(['s-tower 0.760', 'm-tower 0.171']);
    await teach('anna', { dislike: { domain: 'video', entity: 's-tower' } });
    expect((await ids())[0]).toMatch(/^m-tower 0\.6/);
  });

  test('count nothing where a request says so, pins versions, or the gateway does not apply them', async () => {
    const { folder, gateway, ask, teach } = await rememberingGateway();
    await teach('anna', tower);
    const plain = await ask('bert');
    for (const request of [{ applyPreferences: false }, { versions: { music: 'music-1' } }]) {
      const { readings, hypotheses } = await ask('anna', request);
      expect([readings, hypotheses]).toEqual([plain.readings, plain.hypotheses]);
    }
    expect((await ask('anna', { applyPreferences: true })).readings[0]).toMatchObject({ domain: 'video' });
    await gateway.stop();
    const off = await rememberingGateway({ preferences: { apply: false } }, folder);
    expect((await off.ask('anna')).readings).toEqual(plain.readings);
    expect(await off.preferences('anna')).toHaveLength(1);
  });

  test('are within the bound that is configured', async () => {
    const { ask, teach } = await rememberingGateway({ preferences: { maxShift: 0.25 } });
    await teach('anna', tower, { like: { domain: 'video' } });
    const { hypotheses } = await ask('anna');
    expect(hypotheses.map(({ preferenceShift }) => preferenceShift).sort()).toEqual([-0.25, -0.25, -0.25, 0.25]);
  });

  test('act on several hearings', async () => {
    const { ask, teach } = await rememberingGateway();
    await teach('anna', tower);
    const recognised = [
      { text: 'play the tower', confidence: 0.6 },
      { text: 'play the towers', confidence: 0.4 },
    ];
    const { readings } = await ask('anna', { recognised });
    expect(readings[0]).toMatchObject({ domain: 'video', hypothesis: { hearing: 'play the tower' } });
  });
});
